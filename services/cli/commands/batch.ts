/** `cadastre batch`: identifiers by the range or by the list, under one token. */
import { Command } from "commander";
import { namespaceText } from "../../identifiers/namespaceText.js";
import { manifestTree } from "../../importers/batch/manifest.js";
import {
  issueMerkle,
  issueRule,
  rangeTitle,
  releaseRange,
  reserveRange,
  revokeBatch,
  revokeMembers,
} from "../../ledger/actions/batches.js";
import { ruleBatchId } from "../../ledger/ids.js";
import { readNamespace } from "../../ledger/reads/namespaces.js";
import { type Context, doing, writes } from "../context.js";
import { notFound, schemeMissing, usage } from "../errors.js";
import { carryOut } from "../ledger/carryOut.js";
import { locate } from "../ledger/locate.js";
import { type LedgerSession, openAccount, openLedger } from "../ledger/session.js";
import { batchReference, type IdentifierFlags } from "../names/asset.js";
import { type PlacedNamespace, parseNamespace } from "../names/namespace.js";
import { type NamedRange, parseRange, rangeHelp } from "../names/numberRange.js";
import { partyAddress } from "../names/party.js";
import { batchMemberCommands } from "./batchMembers.js";
import { batchPublishCommand, checkPublishable, publish } from "./batchPublish.js";
import { showBatch } from "./batchShow.js";
import { schemeHelp } from "./identifierOptions.js";

interface RangeOptions extends IdentifierFlags {
  readonly for?: string;
}
interface MerkleOptions {
  readonly namespace: string;
  readonly uri: string;
  readonly publish: boolean;
  readonly for?: string;
}
interface RevokeOptions {
  readonly members?: string;
  readonly reason: string;
}

export function batchCommand(): Command {
  const batch = new Command("batch").description(
    "issue identifiers by the range or by the list, and make records of some",
  );
  const withRange = (name: string, description: string): Command =>
    batch
      .command(name)
      .description(description)
      .argument("<range>", rangeHelp)
      .option("--scheme <scheme>", schemeHelp);
  writes(
    withRange("register-range", "issue a range of numbers, without a list").option(
      "--for <party>",
      "party that owns the batch (default: the acting party)",
    ),
  ).action(doing<RangeOptions>(registerRange));
  writes(
    batch
      .command("register-merkle")
      .description("issue the identifiers of a file, of any length, under one hash")
      .argument("<file>", "CSV or JSON Lines with identifiers; keep it: it proves each of them")
      .requiredOption("--namespace <namespace>", "namespace that issues them, such as gs1:9506000")
      .option("--uri <uri>", "where the file may be had", "")
      .option("--no-publish", "do not bring the file to the resolver, where one is configured")
      .option("--for <party>", "party that owns the batch (default: the acting party)"),
  ).action(doing<MerkleOptions>(registerMerkle));
  batch
    .command("show")
    .description("show a batch as the chain has it")
    .argument("<batch>", "the batch's id")
    .action(doing<object>((context, _options, text) => showBatch(context, text)));
  writes(
    batch
      .command("revoke")
      .description("end a batch, or some of its members, for ever; records that were made stay")
      .argument("<batch>", "the batch's id")
      .option("--members <places>", "places in the batch, from 0 on: 41 or 0..99; at most 65,536")
      .requiredOption("--reason <text>", "why, for everybody to read"),
    { irreversible: true },
  ).action(doing<RevokeOptions>(revoke));
  writes(withRange("reserve", "keep a range free: nothing in it is registered until it is released")).action(
    doing<IdentifierFlags>((context, options, text) => keep(context, options, text, "reserve")),
  );
  writes(withRange("release", "end a reservation")).action(
    doing<IdentifierFlags>((context, options, text) => keep(context, options, text, "release")),
  );
  for (const command of [...batchMemberCommands(), batchPublishCommand()]) batch.addCommand(command);
  return batch;
}

async function registerRange(context: Context, options: RangeOptions, text: string): Promise<void> {
  const named = parseRange(text, options);
  const { range } = named;
  const session = await openLedger(context);
  const issuer = await issuerOf(session, named);
  const writing = await openAccount(context, session);
  const owner = options.for === undefined ? writing.party : await partyAddress(context, options.for);
  const batch = ruleBatchId(range);
  const count = BigInt(range.last) - BigInt(range.first) + 1n;
  await carryOut(context, session, writing, {
    call: issueRule(session.deployment, Buffer.byteLength(issuer.prefix), range, owner),
    done: `Issued ${count.toLocaleString("en")} identifiers: ${rangeTitle(range)}`,
    facts: [
      ["batch", batch],
      ["under", namespaceText(issuer)],
      ["owner", owner],
    ],
    value: { batch, range, count: count.toString(), owner },
  });
}

async function registerMerkle(context: Context, options: MerkleOptions, file: string): Promise<void> {
  const name = parseNamespace(options.namespace);
  const session = await openLedger(context);
  const { provider, deployment } = session;
  const state = await readNamespace(provider, deployment, name);
  if (state === null)
    throw notFound(
      `The namespace ${namespaceText(name)} is not delegated.`,
      "Delegate it: cadastre namespace delegate",
    );
  const place = { chainId: deployment.chainId, registry: deployment.contracts.batches };
  const tree = await manifestTree(file, { ...name, id: state.id }, place);
  const { batch, root, manifest, count } = tree;
  const resolverUrl = options.publish ? (await context.settings()).resolverUrl : undefined;
  if (resolverUrl !== undefined) await checkPublishable(resolverUrl, file);
  const writing = await openAccount(context, session);
  const owner = options.for === undefined ? writing.party : await partyAddress(context, options.for);
  const list = { root, manifest, count, uri: options.uri };
  await carryOut(context, session, writing, {
    call: issueMerkle(deployment, name, list, owner),
    done: `Issued ${count.toLocaleString("en")} identifiers of ${file}`,
    facts: [
      ["batch", batch],
      ["root", root],
      ["manifest", manifest],
      ["under", namespaceText(name)],
      ["owner", owner],
    ],
    value: { batch, root, manifest, count: count.toString(), uri: options.uri, owner },
    finish: async () => {
      if (resolverUrl === undefined) return { value: { resolver: null } };
      await publish(context, resolverUrl, { batch, manifest, file });
      return { facts: [["resolves at", resolverUrl]], value: { resolver: resolverUrl } };
    },
  });
}

async function revoke(context: Context, { members, reason }: RevokeOptions, text: string): Promise<void> {
  const session = await openLedger(context);
  const { deployment } = session;
  const batch = await batchReference(session, text);
  const places = members === undefined ? null : parsePlaces(members);
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call:
      places === null
        ? revokeBatch(deployment, batch, reason)
        : revokeMembers(deployment, batch, places.first, places.last, reason),
    done:
      places === null ? `Revoked the batch ${batch}` : `Revoked members ${places.first} to ${places.last}`,
    facts: [["batch", batch]],
    value: {
      batch,
      members: places && { first: places.first.toString(), last: places.last.toString() },
      reason,
    },
    question: `Revoke ${places === null ? `the whole batch ${batch}` : `members ${members} of ${batch}`} for ever?`,
  });
}

function parsePlaces(text: string): { readonly first: bigint; readonly last: bigint } {
  const [, first, last] = /^([0-9]{1,19})(?:\.\.([0-9]{1,19}))?$/.exec(text) ?? [];
  if (first === undefined)
    throw usage(`"${text}" names no places in a batch.`, "Write one place, or two: 41, or 0..99.");
  return { first: BigInt(first), last: BigInt(last ?? first) };
}

async function keep(
  context: Context,
  options: IdentifierFlags,
  text: string,
  what: "reserve" | "release",
): Promise<void> {
  const named = parseRange(text, options);
  const { range } = named;
  const session = await openLedger(context);
  const issuer = await issuerOf(session, named);
  const writing = await openAccount(context, session);
  const action = { reserve: reserveRange, release: releaseRange }[what];
  await carryOut(context, session, writing, {
    call: action(session.deployment, Buffer.byteLength(issuer.prefix), range),
    done: `${what === "reserve" ? "Reserved" : "Released"} ${rangeTitle(range)}`,
    facts: [["under", namespaceText(issuer)]],
    value: { range },
  });
}

/** The namespace that issues the range: that of its first identifier, as a range never crosses namespaces. */
async function issuerOf(session: LedgerSession, { first }: NamedRange): Promise<PlacedNamespace> {
  const { authority } = await locate(session, first);
  if (authority === null) throw schemeMissing(first.scheme);
  return authority;
}
