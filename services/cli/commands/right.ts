/** `cadastre right`: who may do what with the data of an asset. */
import { stat } from "node:fs/promises";
import { Command } from "commander";
import { sha256OfFile } from "../../importers/digest.js";
import { parseDigest } from "../../importers/table/entry.js";
import { type Asset, grantRight, revokeRight } from "../../ledger/actions/rights.js";
import { actionsOf, assetKindOf } from "../../ledger/enums.js";
import { toGrantId, toRecordId, toTwinId, zeroWord } from "../../ledger/hex.js";
import { readGrant } from "../../ledger/reads/rights.js";
import {
  type Address,
  type Digest,
  type GrantAction,
  type GrantId,
  grantActions,
} from "../../store/model.js";
import { type Context, doing, writes } from "../context.js";
import { notFound, usage } from "../errors.js";
import { carryOut } from "../ledger/carryOut.js";
import { addressTopic, type EventNamed, eventsOf, type PlacedEvent } from "../ledger/events.js";
import { type LedgerSession, openAccount, openLedger } from "../ledger/session.js";
import { assetReference, type IdentifierFlags } from "../names/asset.js";
import { partyAddress } from "../names/party.js";
import { endTime, startTime } from "../names/time.js";
import { table, utcTime } from "../output/layout.js";

interface GrantOptions extends IdentifierFlags {
  readonly asset: string;
  readonly to: string;
  readonly scope: string;
  readonly action: string;
  readonly from?: string;
  readonly until?: string;
  readonly terms?: string;
  readonly termsUri: string;
}
interface RevokeOptions {
  readonly reason: string;
}
interface ListOptions extends IdentifierFlags {
  readonly asset?: string;
  readonly to?: string;
}

const assetHelp = "twin:ID, twin:FILE, or an identifier, whose record it is then";

export function rightCommand(): Command {
  const right = new Command("right").description("grant, revoke and list data-sharing rights");
  writes(
    right
      .command("grant")
      .description("let a party do something with an asset's data")
      .requiredOption("--asset <asset>", assetHelp)
      .requiredOption("--to <party>", "who may")
      .requiredOption("--action <actions>", `what, separated by commas: ${grantActions.join(", ")}`)
      .option("--scope <name>", "data set or submodel (default: all data)", "")
      .option("--from <time>", "first day or moment, 2027-01-01 or 2027-01-01T08:00:00Z (default: at once)")
      .option(
        "--until <time>",
        "last day (through its end, UTC) or the moment at which it ends (default: never)",
      )
      .option("--terms <terms>", "usage policy: a file, or its SHA-256")
      .option("--terms-uri <uri>", "where the usage policy may be read", "")
      .option("--scheme <scheme>", "scheme of the identifier")
      .option("--owner <segment>", "owner's segment for a UUID or URI"),
  ).action(doing<GrantOptions>(grant));
  writes(
    right
      .command("revoke")
      .description("end a right at once")
      .argument("<grant>", "grant id, as right list shows it")
      .requiredOption("--reason <text>", "why, for everybody to read"),
  ).action(doing<RevokeOptions>(revoke));
  right
    .command("list")
    .description("list rights as the chain has them")
    .option("--asset <asset>", `of an asset: ${assetHelp}`)
    .option("--to <party>", "given to a party")
    .option("--scheme <scheme>", "scheme of the identifier")
    .option("--owner <segment>", "owner's segment for a UUID or URI")
    .action(doing<ListOptions>(list));
  return right;
}

async function grant(context: Context, options: GrantOptions): Promise<void> {
  const actions = parseActions(options.action);
  const from = options.from === undefined ? 0 : startTime(options.from);
  const until = options.until === undefined ? 0 : endTime(options.until);
  const { scope, termsUri } = options;
  const termsDigest = options.terms === undefined ? null : await digestOf(options.terms);
  const session = await openLedger(context);
  const asset = await assetReference(session, options.asset, options);
  const grantee = await partyAddress(context.home, options.to);
  const writing = await openAccount(context, session);
  const terms = { actions, from, until, termsUri };
  await carryOut(context, session, writing, {
    call: grantRight(session.deployment, { asset, scope, grantee, termsDigest }, terms),
    done: `Granted ${actions.join(", ")} to ${grantee}`,
    facts: [
      ["asset", `${asset.kind} ${asset.id}`],
      ["scope", scope || "all data"],
      ["from", from === 0 ? "at once" : utcTime(from)],
      ["until", until === 0 ? "never ends" : utcTime(until)],
      ["terms", termsDigest],
    ],
    value: { asset, scope, grantee, termsDigest, ...terms },
  });
}

async function revoke(context: Context, { reason }: RevokeOptions, text: string): Promise<void> {
  const id = toGrantId(text);
  const session = await openLedger(context);
  const given = (await eventsOf(session, "rights", "RightGranted", [id])).at(-1)?.event;
  if (given === undefined)
    throw notFound(`There is no right ${id}.`, "List them: cadastre right list --asset ASSET");
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call: revokeRight(session.deployment, keyOf(given), reason),
    done: `Revoked the right of ${given.grantee}`,
    facts: [["grant", id]],
    value: { grant: id, grantee: given.grantee, reason },
  });
}

interface ListedRight {
  readonly grant: GrantId;
  readonly asset: Asset;
  readonly scope: string;
  readonly grantee: Address;
  readonly grantor: Address;
  readonly actions: readonly GrantAction[];
  readonly from: number;
  readonly until: number;
  readonly termsDigest: Digest | null;
  readonly termsUri: string;
  /** `void`: the asset changed hands since. */
  readonly status: "active" | "not yet" | "ended" | "revoked" | "void";
}

async function list(context: Context, options: ListOptions): Promise<void> {
  if (options.asset === undefined && options.to === undefined)
    throw usage("Whose rights?", "Give --asset or --to.");
  const session = await openLedger(context);
  const asset =
    options.asset === undefined ? null : (await assetReference(session, options.asset, options)).id;
  const grantee =
    options.to === undefined ? null : addressTopic(await partyAddress(context.home, options.to));
  const events = await eventsOf(session, "rights", "RightGranted", [null, asset, grantee]);
  const last = new Map(events.map((placed) => [placed.event.grant, placed]));
  const rights = await Promise.all([...last.values()].map((placed) => listed(session, placed)));
  const rows = rights.map(({ grant: id, grantee: who, scope, actions, until, status }) => [
    status,
    actions.join(", "),
    scope || "all data",
    who,
    until === 0 ? "never ends" : `until ${utcTime(until)}`,
    id,
  ]);
  const text =
    rows.length === 0
      ? "There are no rights."
      : table(["status", "actions", "scope", "party", "", "grant"], rows);
  context.output.result(text, { rights });
}

async function listed(session: LedgerSession, { event }: PlacedEvent<"RightGranted">): Promise<ListedRight> {
  const { grant: id, grantor, grantee, terms } = event;
  const key = keyOf(event);
  const state = await readGrant(session.provider, session.deployment, key);
  const { from, until, scopeName: scope, termsUri } = terms;
  return {
    grant: id,
    asset: key.asset,
    scope,
    grantee,
    grantor,
    actions: actionsOf(terms.actions),
    from,
    until,
    termsDigest: key.termsDigest,
    termsUri,
    status: state?.id === id ? statusOf(state) : "void",
  };
}

function statusOf(state: {
  status: "active" | "revoked";
  from: number;
  until: number;
}): ListedRight["status"] {
  const now = Date.now() / 1000;
  if (state.status === "revoked") return "revoked";
  if (state.until !== 0 && now >= state.until) return "ended";
  return now < state.from ? "not yet" : "active";
}

function keyOf({ assetKind, asset, terms, grantee, termsDigest }: EventNamed<"RightGranted">) {
  return {
    asset: assetOf(assetKindOf(assetKind), asset),
    scope: terms.scopeName,
    grantee,
    termsDigest: termsDigest === zeroWord ? null : termsDigest,
  };
}

const assetOf = (kind: "twin" | "record", id: string): Asset =>
  kind === "twin" ? { kind, id: toTwinId(id) } : { kind, id: toRecordId(id) };

function parseActions(text: string): readonly GrantAction[] {
  const words = text.split(",").map((word) => word.trim().toLowerCase());
  return words.map((word) => {
    const action = grantActions.find((known) => known === word);
    if (action !== undefined) return action;
    throw usage(`"${word}" is not an action.`, `Actions are ${grantActions.join(", ")}.`);
  });
}

async function digestOf(terms: string): Promise<Digest> {
  return (await stat(terms).catch(() => null))?.isFile() ? sha256OfFile(terms) : parseDigest(terms);
}
