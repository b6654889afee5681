import { parseIdentifier } from "../../services/identifiers/index.js";
import type { Call } from "../../services/ledger/actions/call.js";
import { delegateNamespace } from "../../services/ledger/actions/namespaces.js";
import { registerParty } from "../../services/ledger/actions/parties.js";
import { grantRight } from "../../services/ledger/actions/rights.js";
import type { LedgerProvider } from "../../services/ledger/chain/provider.js";
import type { Deployment } from "../../services/ledger/deployment/deployment.js";
import { LedgerError } from "../../services/ledger/errors.js";
import { toAddress } from "../../services/ledger/hex.js";
import { recordId, schemeId } from "../../services/ledger/ids.js";
import { Sender } from "../../services/ledger/transactions/sender.js";
import type { Address, RecordId } from "../../services/store/model.js";
import { demoWallet } from "./accounts.js";
import { type DemoParty, namespaces, parties, sharedPump } from "./sample.js";

export interface DemoLedger {
  readonly provider: LedgerProvider;
  readonly deployment: Deployment;
}

/** What the ledger answers when a thing of the sample is there already, from an earlier start. */
const alreadyThere = ["PartyExists", "NamespaceExists", "GrantExists"];

export const demoAddress = (party: DemoParty): Address => toAddress(demoWallet(party).address);

const senderOf = ({ provider }: DemoLedger, party: DemoParty): Promise<Sender> =>
  Sender.open({ provider, signer: demoWallet(party), pollMs: 20 });

/** Sends a call unless an earlier start did. */
async function ensure(sender: Sender, call: Call): Promise<void> {
  try {
    await sender.send(call);
  } catch (error) {
    const refusal = error instanceof LedgerError ? error.details.error : undefined;
    if (typeof refusal !== "string" || !alreadyThere.includes(refusal)) throw error;
  }
}

export async function registerDemoParty(ledger: DemoLedger, party: DemoParty): Promise<void> {
  await ensure(
    await senderOf(ledger, party),
    registerParty(ledger.deployment, demoAddress(party), parties[party]),
  );
}

/** The regulator gives out the sample's prefixes, each directly beneath its scheme's root. */
export async function delegateDemoNamespaces(ledger: DemoLedger): Promise<void> {
  const regulator = await senderOf(ledger, "regulator");
  const calls = namespaces.map(({ holder, ...name }) =>
    delegateNamespace(ledger.deployment, name, 0, demoAddress(holder)),
  );
  await Promise.all(calls.map((call) => ensure(regulator, call)));
}

/** The enterprise lets the partner read a pump's operating data for a year. */
export async function grantDemoRight(ledger: DemoLedger): Promise<void> {
  const { owner, grantee, scope, actions, days } = sharedPump;
  const until = Math.floor(Date.now() / 1_000) + days * 86_400;
  const asset = { kind: "record", id: sharedPumpId() } as const;
  const key = {
    asset,
    scope,
    grantee: { kind: "party", party: demoAddress(grantee) },
    survivesSale: false,
    terms: null,
    parent: null,
  } as const;
  const call = grantRight(ledger.deployment, key, { actions, from: 0, until });
  await ensure(await senderOf(ledger, owner), call);
}

function sharedPumpId(): RecordId {
  const { scheme, canonical } = parseIdentifier(sharedPump.identifier);
  return recordId(schemeId(scheme), canonical);
}
