/** What lets the resolver write to the ledger on behalf of one party: its key, and the token that callers present. */
import { createHash, timingSafeEqual } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { ImportLedger } from "../../importers/run/authority.js";
import { connect } from "../../ledger/chain/provider.js";
import type { Deployment } from "../../ledger/deployment/deployment.js";
import { unlockKey } from "../../ledger/keys/keystore.js";
import { Confirmations } from "../../ledger/transactions/confirmations.js";
import type { FeeCeiling } from "../../ledger/transactions/feeCeiling.js";
import { TransactionJournal } from "../../ledger/transactions/journal.js";
import { Sender } from "../../ledger/transactions/sender.js";
import type { Address } from "../../store/model.js";
import { ResolverError } from "../errors.js";
import { Turns } from "./turns.js";
import { Written } from "./written.js";

export interface WritingConfig {
  /** Encrypted keystore of the key that signs. */
  readonly keystore: string;
  /** File whose first line is the keystore's password. */
  readonly passwordFile: string;
  /** File whose first line is the token. */
  readonly tokenFile: string;
  /** Owner's segment of the asset ids that are registered: a BPN or a domain. */
  readonly owner: string;
  readonly feeCeiling: FeeCeiling;
}

export interface LedgerWriter {
  readonly ledger: ImportLedger;
  readonly sender: Sender;
  /** The sender's log: keeps in its journal what is not deep enough in the chain. */
  readonly confirmations: Confirmations;
  /** The party that owns what is written: that of the signing key's own address. */
  readonly party: Address;
  readonly owner: string;
  /** Whether a caller's token is the right one. */
  readonly accepts: (token: string) => boolean;
  /** Writes by the id of what they write. */
  readonly turns: Turns;
  /** What came in over the AAS interfaces and may yet be taken back. */
  readonly written: Written;
}

/** What a bearer token may be (RFC 6750, section 2.1), and long enough not to be guessed. */
const tokenForm = /^[A-Za-z0-9._~+/-]{16,}=*$/;

/**
 * @param journalFile Where it is noted what was sent.
 * @param depth Blocks under which what is sent has to lie until it is no longer looked after.
 * @throws ResolverError RESOLVER_INVALID_CONFIG for a file that cannot be read or a token that is none; LedgerError
 * where the key cannot be opened or the node not be reached.
 */
export async function openWriter(
  { keystore, passwordFile, tokenFile, owner, feeCeiling }: WritingConfig,
  rpcUrl: string,
  deployment: Deployment,
  journalFile: string,
  depth = 1,
): Promise<LedgerWriter> {
  const token = await firstLine(tokenFile, "CADASTRE_WRITE_TOKEN_FILE");
  if (!tokenForm.test(token)) {
    throw invalid("CADASTRE_WRITE_TOKEN_FILE", "holds no token of 16 or more letters, digits and -._~+/");
  }
  const password = await firstLine(passwordFile, "CADASTRE_WRITE_PASSWORD_FILE");
  const signer = await unlockKey(dirname(keystore), basename(keystore, ".json"), password);
  const provider = await connect(rpcUrl, { chainId: deployment.chainId, grouped: true });
  const journal = await TransactionJournal.open(journalFile);
  const { client } = provider;
  const confirmations = new Confirmations({ client, journal, confirmations: depth });
  const sender = await Sender.open({ provider, signer, log: confirmations, feeCeiling });
  return {
    ledger: { provider, deployment },
    sender,
    confirmations,
    party: sender.address,
    owner,
    accepts: tokenCheck(token),
    turns: new Turns(),
    written: new Written(() => confirmations.unconfirmed),
  };
}

/** Compares in a time that tells nothing of the token: digests have one length. */
export function tokenCheck(token: string): LedgerWriter["accepts"] {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  const expected = digest(token);
  return (given) => timingSafeEqual(digest(given), expected);
}

async function firstLine(file: string, setting: string): Promise<string> {
  const text = await readFile(file, "utf8").catch(() => {
    throw invalid(setting, "names a file that cannot be read");
  });
  return text.split(/\r?\n/, 1)[0] ?? "";
}

function invalid(setting: string, fault: string): ResolverError {
  return new ResolverError(
    "RESOLVER_INVALID_CONFIG",
    `The configuration is not right: ${setting} ${fault}.`,
    {
      hint: "docs/operating.md says how writing is turned on.",
      details: { settings: [setting] },
    },
  );
}
