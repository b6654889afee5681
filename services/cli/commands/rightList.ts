/** `cadastre right list`: rights as the chain has them. */
import type { Command } from "commander";
import { granteeText } from "../../ledger/actions/rights.js";
import { actionsOf } from "../../ledger/enums.js";
import { granteeWord } from "../../ledger/ids.js";
import { readGrant } from "../../ledger/reads/rights.js";
import type { Address, Asset, GrantAction, Grantee, GrantId, TermsId } from "../../store/model.js";
import { type Context, doing } from "../context.js";
import { usage } from "../errors.js";
import { eventsOf, type PlacedEvent } from "../ledger/events.js";
import { type LedgerSession, openLedger } from "../ledger/session.js";
import { assetReference, type IdentifierFlags } from "../names/asset.js";
import { partyAddress } from "../names/party.js";
import { table, utcTime } from "../output/layout.js";
import { ownerHelp, schemeHelp } from "./identifierOptions.js";
import { grantKeyOf } from "./rightOptions.js";

interface ListOptions extends IdentifierFlags {
  readonly asset?: string;
  readonly to?: string;
}

/** @param assetHelp How an asset is named. */
export function addListCommand(right: Command, assetHelp: string): void {
  right
    .command("list")
    .description("list rights as the chain has them")
    .option("--asset <asset>", `of an asset: ${assetHelp}`)
    .option("--to <party>", "given to a party by name")
    .option("--scheme <scheme>", schemeHelp)
    .option("--owner <segment>", ownerHelp)
    .action(doing<ListOptions>(list));
}

interface ListedRight {
  readonly grant: GrantId;
  readonly asset: Asset;
  readonly scope: string;
  readonly grantee: Grantee;
  readonly grantor: Address;
  readonly actions: readonly GrantAction[];
  readonly from: number;
  readonly until: number;
  readonly terms: TermsId | null;
  readonly parent: GrantId | null;
  readonly survivesSale: boolean;
  /** `void`: the asset changed hands since. */
  readonly status: "pending" | "active" | "not yet" | "ending" | "ended" | "revoked" | "void";
}

async function list(context: Context, options: ListOptions): Promise<void> {
  if (options.asset === undefined && options.to === undefined)
    throw usage("Whose rights?", "Give --asset or --to.");
  const session = await openLedger(context);
  const asset =
    options.asset === undefined ? null : (await assetReference(session, options.asset, options)).id;
  const grantee =
    options.to === undefined
      ? null
      : granteeWord({ kind: "party", party: await partyAddress(context, options.to) });
  const events = await eventsOf(session, "rights", "RightGranted", [null, asset, grantee]);
  const last = new Map(events.map((placed) => [placed.event.grant, placed]));
  const rights = await Promise.all([...last.values()].map((placed) => listed(session, placed)));
  // What is known from the question is not said again.
  const ofAsset = options.asset !== undefined;
  const rows = rights.map(({ grant: id, grantee: who, asset: of, scope, actions, until, status }) => [
    status,
    actions.join(", "),
    scope || "all data",
    ofAsset ? granteeText(who) : `${of.kind} ${of.id}`,
    until === 0 ? "never ends" : `until ${utcTime(until)}`,
    id,
  ]);
  const text =
    rows.length === 0
      ? "There are no rights."
      : table(["status", "actions", "scope", ofAsset ? "party" : "asset", "", "grant"], rows);
  context.output.result(text, { rights });
}

async function listed(session: LedgerSession, { event }: PlacedEvent<"RightGranted">): Promise<ListedRight> {
  const key = grantKeyOf(event);
  const state = await readGrant(session.provider, session.deployment, key);
  const present = state?.id === event.grant ? state : null;
  return {
    grant: event.grant,
    ...key,
    grantor: event.grantor,
    actions: actionsOf(event.extent.actions),
    from: event.extent.from,
    until: present?.until ?? event.extent.until,
    status: present === null ? "void" : statusOf(present),
  };
}

function statusOf(state: {
  status: "active" | "revoked" | "pending";
  from: number;
  until: number;
}): ListedRight["status"] {
  const now = Date.now() / 1000;
  const over = state.until !== 0 && now >= state.until;
  if (state.status === "revoked") return over ? "revoked" : "ending";
  if (over) return "ended";
  if (state.status === "pending") return "pending";
  return now < state.from ? "not yet" : "active";
}
