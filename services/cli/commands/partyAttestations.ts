/** `cadastre party attest` and its kin: what accredited registrars vouch for. */
import { stat } from "node:fs/promises";
import type { Command } from "commander";
import { checkLegalId } from "../../identifiers/index.js";
import { sha256OfFile } from "../../importers/digest.js";
import { parseDigest } from "../../importers/table/entry.js";
import {
  accredit,
  attestationKey,
  attestParty,
  revokeAttestation,
  type Statement,
  withdrawAccreditation,
} from "../../ledger/actions/attestations.js";
import { attestationId } from "../../ledger/ids.js";
import type { Digest } from "../../store/model.js";
import { type Context, doing, writes } from "../context.js";
import { usage } from "../errors.js";
import { carryOut } from "../ledger/carryOut.js";
import { openAccount, openLedger } from "../ledger/session.js";
import { partyAddress } from "../names/party.js";
import { endTime } from "../names/time.js";
import { utcTime } from "../output/layout.js";

interface StatementOptions {
  readonly legalId?: string;
  readonly kind?: string;
  readonly document?: string;
}
interface AttestOptions extends StatementOptions {
  readonly until?: string;
  readonly uri: string;
}
interface ReasonOptions {
  readonly reason: string;
}
interface AccreditOptions {
  readonly until?: string;
}

export function addAttestationCommands(party: Command): void {
  const ofStatement = (command: Command): Command =>
    command
      .option("--legal-id <id>", "its legal identifier: lei:…, uscc:…, bpn:…")
      .option("--kind <name>", "or another kind of statement, such as iso9001")
      .option("--document <document>", "then the statement: a file, or its SHA-256");
  writes(
    ofStatement(
      party
        .command("attest")
        .description("vouch for a party, as an accredited registrar")
        .argument("<party>", "of whom"),
    )
      .option("--until <time>", "last day (through its end, UTC) or the moment at which it ends")
      .option("--uri <uri>", "where the statement or its evidence may be read", ""),
  ).action(doing<AttestOptions>(attest));
  writes(
    ofStatement(
      party
        .command("revoke-attestation")
        .description("take an attestation back")
        .argument("<party>", "of whom"),
    ).requiredOption("--reason <text>", "why, for everybody to read"),
  ).action(doing<StatementOptions & ReasonOptions>(revoke));
  writes(
    party
      .command("accredit")
      .description("let a party attest statements of a kind (role REGISTRAR_ADMIN)")
      .argument("<registrar>", "who")
      .argument("<kind>", "what: iso9001, or lei: (with the colon) for legal identifiers")
      .option("--until <time>", "last day (through its end, UTC) or the moment at which it ends"),
  ).action(doing<AccreditOptions>(give));
  writes(
    party
      .command("withdraw-accreditation")
      .description("end an accreditation and all that was attested under it (role REGISTRAR_ADMIN)")
      .argument("<registrar>", "whose")
      .argument("<kind>", "for what")
      .requiredOption("--reason <text>", "why, for everybody to read"),
    { irreversible: true },
  ).action(doing<ReasonOptions>(withdraw));
}

async function attest(context: Context, options: AttestOptions, text: string): Promise<void> {
  const statement = await statementOf(options);
  const until = options.until === undefined ? 0 : endTime(options.until);
  const { uri } = options;
  const of = await partyAddress(context, text);
  const session = await openLedger(context);
  const writing = await openAccount(context, session);
  const id = attestationId(attestationKey(writing.party, of, statement));
  await carryOut(context, session, writing, {
    call: attestParty(session.deployment, writing.party, of, statement, { until, uri }),
    done: `Attested ${inWords(statement)} of ${of}`,
    facts: [
      ["attestation", id],
      ["until", until === 0 ? "never ends" : utcTime(until)],
    ],
    value: { attestation: id, registrar: writing.party, party: of, ...statement, until, uri },
  });
}

async function revoke(
  context: Context,
  options: StatementOptions & ReasonOptions,
  text: string,
): Promise<void> {
  const { reason } = options;
  const statement = await statementOf(options);
  const of = await partyAddress(context, text);
  const session = await openLedger(context);
  const writing = await openAccount(context, session);
  const id = attestationId(attestationKey(writing.party, of, statement));
  await carryOut(context, session, writing, {
    call: revokeAttestation(session.deployment, writing.party, of, statement, reason),
    done: `Revoked the attestation of ${inWords(statement)} of ${of}`,
    facts: [["attestation", id]],
    value: { attestation: id, registrar: writing.party, party: of, ...statement, reason },
  });
}

async function give(context: Context, options: AccreditOptions, text: string, kind: string): Promise<void> {
  const until = options.until === undefined ? 0 : endTime(options.until);
  const registrar = await partyAddress(context, text);
  const session = await openLedger(context);
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call: accredit(session.deployment, registrar, kind, until),
    done: `Accredited ${registrar} for ${kind}`,
    facts: [["until", until === 0 ? "never ends" : utcTime(until)]],
    value: { registrar, kind, until },
  });
}

async function withdraw(
  context: Context,
  { reason }: ReasonOptions,
  text: string,
  kind: string,
): Promise<void> {
  const registrar = await partyAddress(context, text);
  const session = await openLedger(context);
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call: withdrawAccreditation(session.deployment, registrar, kind, reason),
    done: `Withdrew the accreditation of ${registrar} for ${kind}`,
    question: `All that ${registrar} attested of the kind ${kind} becomes void for ever. Withdraw the accreditation?`,
    value: { registrar, kind, reason },
  });
}

async function statementOf({ legalId, kind, document }: StatementOptions): Promise<Statement> {
  if (legalId !== undefined && kind === undefined && document === undefined)
    return { legalId: checkLegalId(legalId).canonical };
  if (legalId === undefined && kind !== undefined && document !== undefined)
    return { kind, digest: await digestOf(document) };
  throw usage("What is stated?", "Give --legal-id, or --kind and --document.");
}

async function digestOf(document: string): Promise<Digest> {
  const isFile = (await stat(document).catch(() => null))?.isFile() ?? false;
  return isFile ? sha256OfFile(document) : parseDigest(document);
}

const inWords = (statement: Statement): string =>
  "kind" in statement ? `${statement.kind} ${statement.digest}` : statement.legalId;
