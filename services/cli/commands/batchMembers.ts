/** `cadastre batch prove` and `batch materialise`: single members of a batch. */
import { Command } from "commander";
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { manifestProof } from "../../importers/batch/manifest.js";
import { materialise } from "../../ledger/actions/batches.js";
import { recordId, schemeId } from "../../ledger/ids.js";
import { type MemberProof, noProof } from "../../ledger/merkle/proof.js";
import { readBatch, readMember, readRange } from "../../ledger/reads/batches.js";
import type { BatchId } from "../../store/model.js";
import { type Context, doing, writes } from "../context.js";
import { type CliError, notFound, schemeMissing } from "../errors.js";
import { carryOut } from "../ledger/carryOut.js";
import { locate } from "../ledger/locate.js";
import { readProof } from "../ledger/memberProof.js";
import { type LedgerSession, openAccount, openLedger } from "../ledger/session.js";
import { type IdentifierFlags, ledgerIdentifier } from "../names/asset.js";
import { partyAddress } from "../names/party.js";
import { writeFileFor } from "../output/file.js";
import { facts } from "../output/layout.js";
import { knowledgeOf } from "../resolver/known.js";
import { readMemberProof } from "../resolver/manifests.js";
import { schemeHelp } from "./identifierOptions.js";

interface ProveOptions extends IdentifierFlags {
  readonly out?: string;
}
interface MaterialiseOptions extends IdentifierFlags {
  readonly proof?: string;
  readonly for?: string;
}

export function batchMemberCommands(): readonly Command[] {
  const prove = new Command("prove")
    .description("make the proof that an identifier is one of a file that was issued")
    .argument("<file>", "the file, as it was registered")
    .argument("<id>", "the identifier")
    .option("--scheme <scheme>", schemeHelp)
    .option("--out <file>", "where to write the proof (default: print it)")
    .action(doing<ProveOptions>(proveMember));
  const make = writes(
    new Command("materialise")
      .description("make a record of a batch's member, once")
      .argument("<id>", "the identifier")
      .option("--scheme <scheme>", schemeHelp)
      .option("--proof <file>", "its proof, where it is of a list that the resolver has not: see batch prove")
      .option("--for <party>", "party that owns the record (default: the acting party)"),
  ).action(doing<MaterialiseOptions>(materialiseMember));
  return [prove, make];
}

async function proveMember(
  context: Context,
  options: ProveOptions,
  file: string,
  text: string,
): Promise<void> {
  const identifier = ledgerIdentifier(text, options);
  const session = await openLedger(context);
  const { deployment } = session;
  const { authority } = await locate(session, identifier);
  if (authority === null) throw schemeMissing(identifier.scheme);
  const place = { chainId: deployment.chainId, registry: deployment.contracts.batches };
  const issuer = { scheme: authority.scheme, prefix: authority.prefix, id: authority.state.id };
  const found = await manifestProof(file, issuer, place, identifier);
  if (found === null)
    throw notFound(`"${file}" does not list ${identifier.canonical}.`, "Check the identifier and the file.");
  const { batch, proof } = found;
  if ((await readBatch(session.provider, deployment, batch)) === null)
    throw notFound(
      `No batch of "${file}" was issued (it would be ${batch}).`,
      "Give the file just as it was registered: one byte more makes another one.",
    );
  const { scheme, canonical } = identifier;
  const value = {
    batch,
    scheme,
    identifier: canonical,
    ...proof,
    count: proof.count.toString(),
    index: proof.index.toString(),
  };
  const json = `${JSON.stringify(value, null, 2)}\n`;
  if (options.out !== undefined) await writeFileFor(options.out, json);
  context.output.result(
    options.out === undefined
      ? json.trimEnd()
      : facts([
          ["batch", batch],
          ["place", value.index],
          ["proof", options.out],
        ]),
    value,
  );
}

async function materialiseMember(context: Context, options: MaterialiseOptions, text: string): Promise<void> {
  const identifier = ledgerIdentifier(text, options);
  const session = await openLedger(context);
  const { batch, proof } = await membershipOf(context, session, identifier, options.proof);
  const { scheme, canonical } = identifier;
  const name = { scheme: schemeId(scheme), identifier: canonical };
  const member = await readMember(session.provider, session.deployment, batch, name, proof);
  if (member === null)
    throw notFound(`${scheme} ${canonical} is no member of the batch ${batch}.`, "Check the proof.");
  const writing = await openAccount(context, session);
  const owner = options.for === undefined ? writing.party : await partyAddress(context, options.for);
  const content = { subject: { kind: "none" }, linkset: new Uint8Array() } as const;
  const record = recordId(name.scheme, canonical);
  await carryOut(context, session, writing, {
    call: materialise(session.deployment, batch, { scheme, identifier: canonical }, proof, content, owner),
    done: `Made a record of ${scheme} ${canonical}`,
    facts: [
      ["record", record],
      ["batch", batch],
      ["owner", owner],
    ],
    value: { record, batch, scheme, canonical, owner },
  });
}

interface Membership {
  readonly batch: BatchId;
  readonly proof: MemberProof;
}

/** By the proof that is given; else by the range that the chain has; else by the list that the resolver has: the ledger checks it anyway. */
async function membershipOf(
  context: Context,
  session: LedgerSession,
  identifier: LedgerIdentifier,
  file: string | undefined,
): Promise<Membership> {
  if (file !== undefined) return readProof(file, identifier);
  const { scheme, canonical } = identifier;
  const range = await readRange(session.provider, session.deployment, schemeId(scheme), canonical);
  if (range?.use === "batch") return { batch: range.id, proof: noProof };
  const { resolverUrl } = await context.settings();
  const listed = resolverUrl === undefined ? null : await listedMember(session, resolverUrl, identifier);
  if (listed !== null) return listed;
  throw notFound(
    `${scheme} ${canonical} lies in no range that was issued${resolverUrl === undefined ? "" : `, and in no list that ${resolverUrl} has`}.`,
    "If it is of a list, give its proof: --proof FILE, from cadastre batch prove.",
  );
}

async function listedMember(
  { provider }: LedgerSession,
  resolverUrl: string,
  identifier: LedgerIdentifier,
): Promise<Membership | null> {
  const unreachable = (why: CliError): never => {
    throw why;
  };
  const [known] = await knowledgeOf(resolverUrl, () => provider.getBlockNumber(), unreachable).of([
    identifier,
  ]);
  if (known?.kind !== "member" || known.way !== "list") return null;
  const proof = await readMemberProof(resolverUrl, known.batch, identifier.canonical);
  return proof === null ? null : { batch: known.batch, proof };
}
