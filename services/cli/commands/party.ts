/** `cadastre party`: who holds things. */
import { Command, Option } from "commander";
import { checkLegalId } from "../../identifiers/index.js";
import { sha256OfFile } from "../../importers/digest.js";
import { registerParty } from "../../ledger/actions/parties.js";
import { ledgerContracts } from "../../ledger/contracts.js";
import {
  type GuardiansState,
  readGuardians,
  readOrganisation,
  readParty,
} from "../../ledger/reads/parties.js";
import { type Address, type PartyKind, partyKinds } from "../../store/model.js";
import { type Context, doing, writes } from "../context.js";
import { notFound } from "../errors.js";
import { carryOut } from "../ledger/carryOut.js";
import { addressTopic, eventsOf } from "../ledger/events.js";
import { type LedgerSession, openAccount, openLedger, ownParty } from "../ledger/session.js";
import { partyAddress } from "../names/party.js";
import { facts } from "../output/layout.js";
import { addAttestationCommands } from "./partyAttestations.js";
import { addRecoveryCommands } from "./partyRecovery.js";
import { addRelationCommands } from "./partyRelations.js";

interface RegisterOptions {
  readonly name: string;
  readonly kind: PartyKind;
  readonly legalId?: string;
  readonly profile?: string;
  readonly profileUri?: string;
}

export function partyCommand(): Command {
  const party = new Command("party").description("register, attest, recover, relate and show parties");
  writes(
    party
      .command("register")
      .description("register the key's account (or --party) as a party")
      .requiredOption("--name <name>", "name for people")
      .addOption(new Option("--kind <kind>", "what it is").choices(partyKinds).default("organisation"))
      .option("--legal-id <id>", "legal identifier with its kind in front: lei:…, uscc:…, bpn:…")
      .option("--profile <file>", "profile document; its SHA-256 is registered")
      .option("--profile-uri <uri>", "where the profile document may be read"),
  ).action(doing<RegisterOptions>(register));
  party
    .command("show")
    .description("show a party as the chain has it")
    .argument("[party]", "address, did:ethr or key name (default: the configured party, else the key's own)")
    .action(doing(show));
  addAttestationCommands(party);
  addRecoveryCommands(party);
  addRelationCommands(party);
  return party;
}

async function register(context: Context, options: RegisterOptions): Promise<void> {
  const { name, kind, profileUri = "" } = options;
  const legalId = options.legalId === undefined ? "" : legalIdText(options.legalId);
  const profileDigest = options.profile === undefined ? null : await sha256OfFile(options.profile);
  const session = await openLedger(context);
  const writing = await openAccount(context, session);
  const { party } = writing;
  const profile = { kind, name, legalId, profileDigest, profileUri };
  await carryOut(context, session, writing, {
    call: registerParty(session.deployment, party, profile),
    done: `Registered ${name}`,
    facts: [
      ["party", party],
      ["legal id", legalId],
    ],
    value: { party, ...profile },
  });
}

function legalIdText(text: string): string {
  const { kind, value } = checkLegalId(text);
  return `${kind}:${value}`;
}

async function show(context: Context, _: object, text: string): Promise<void> {
  const session = await openLedger(context);
  const party = await shownParty(context, text);
  const state = await readParty(session.provider, session.deployment, party);
  if (state === null)
    throw notFound(`${party} is not a registered party.`, "Register it: cadastre party register");
  const profile = await readProfile(session, party);
  const { provider, deployment } = session;
  const guardians = await readGuardians(provider, deployment, party);
  const organisation = await readOrganisation(provider, deployment, party);
  const attestations = await readAttestations(session, party);
  const did = `did:ethr:0x${session.deployment.chainId.toString(16)}:${party}`;
  context.output.result(
    facts([
      ["party", party],
      ["did", did],
      ["kind", state.kind],
      ["name", profile?.name],
      ["legal id", profile?.legalId],
      ["profile", profile?.profileUri],
      ["controller", state.controller ?? "deactivated"],
      ["control changes", state.controlEpoch],
      ["organisation", organisation],
      ["guardians", guardiansText(guardians.present)],
      [
        "attested",
        attestations
          .filter(({ valid }) => valid)
          .map(statementText)
          .join(", "),
      ],
    ]),
    { party, did, ...state, ...profile, organisation, guardians, attestations },
  );
}

async function shownParty(context: Context, text: string): Promise<Address> {
  if (text !== "") return partyAddress(context, text);
  const { party } = await context.settings();
  return party === undefined ? ownParty(context) : partyAddress(context, party);
}

/** What the party says of itself: the last of the events that carry it. */
async function readProfile(session: LedgerSession, party: Address) {
  const topics = [null, addressTopic(party)];
  const registered = await eventsOf(session, "parties", "PartyRegistered", topics);
  const updated = await eventsOf(session, "parties", "PartyProfileUpdated", topics);
  const last = [...registered, ...updated].at(-1)?.event;
  if (last === undefined) return undefined;
  const { name, legalId, profileDigest, profileUri } = last;
  return { name, legalId, profileDigest: /^0x0+$/.test(profileDigest) ? null : profileDigest, profileUri };
}

/** What registrars ever attested of the party, and whether the chain holds it for valid now. */
async function readAttestations(session: LedgerSession, party: Address) {
  const events = await eventsOf(session, "attestations", "PartyAttested", [null, addressTopic(party)]);
  const last = new Map(events.map(({ event }) => [event.attestation, event]));
  const contract = ledgerContracts(session.deployment, session.provider).attestations;
  return Promise.all(
    [...last.values()].map(
      async ({ attestation, registrar, kind, kindName, digest, legalId, until, uri }) => ({
        attestation,
        registrar,
        kind: kindName,
        legalId: legalId || null,
        digest,
        uri,
        until,
        valid: await contract.isValid({ registrar, party, kind, digest }),
      }),
    ),
  );
}

const statementText = ({
  legalId,
  kind,
}: {
  readonly legalId: string | null;
  readonly kind: string;
}): string => legalId ?? kind;

const guardiansText = (set: GuardiansState | null): string | null =>
  set && `${set.threshold} of ${set.guardians.length}, after ${set.delay / 3600} hours`;
