/** What a right is to be about, how far it goes and on which terms: as the options say, or like another right where they are silent. */
import type { Command } from "commander";
import type { GrantExtent, GrantKey } from "../../ledger/actions/rights.js";
import { actionsOf } from "../../ledger/enums.js";
import type { Asset } from "../../store/model.js";
import type { Context } from "../context.js";
import { usage } from "../errors.js";
import { type LedgerSession, openLedger } from "../ledger/session.js";
import { assetReference, type IdentifierFlags } from "../names/asset.js";
import type { NamedPolicy } from "../names/policy.js";
import { endTime, startTime } from "../names/time.js";
import { ownerHelp, schemeHelp } from "./identifierOptions.js";
import {
  type ExtentOptions,
  extentOf,
  grantEvent,
  grantKeyOf,
  type NamedTerms,
  namedTerms,
  parseActions,
  policyOf,
  type TermsOptions,
} from "./rightOptions.js";

export interface RightRequestOptions extends IdentifierFlags, ExtentOptions, TermsOptions {
  readonly asset?: string;
  readonly like?: string;
  readonly scope?: string;
  readonly survivesSale?: boolean;
}

export interface RightRequest extends Pick<GrantKey, "asset" | "scope" | "survivesSale"> {
  readonly session: LedgerSession;
  readonly extent: GrantExtent;
  readonly terms: NamedTerms;
  /** null where the terms come of none, or are those of another right. */
  readonly policy: NamedPolicy | null;
}

export function rightRequestOptions(command: Command, assetHelp: string): Command {
  return command
    .option("--asset <asset>", `${assetHelp} (default: that of --like)`)
    .option(
      "--like <grant>",
      "id of a right to take after: asset, data set, actions, times and terms are its, where you name no others",
    )
    .option("--scope <name>", "data set or submodel (default: that of --like, else all data)")
    .option("--survives-sale", "bind later owners of the asset too")
    .option("--scheme <scheme>", schemeHelp)
    .option("--owner <segment>", ownerHelp);
}

/** @throws CliError `CLI_USAGE`, `CLI_NOT_FOUND`; PolicyError */
export function requestedRight(context: Context, options: RightRequestOptions): Promise<RightRequest> {
  const { like } = options;
  return like === undefined ? asAsked(context, options) : likeAnother(context, options, like);
}

async function asAsked(context: Context, options: RightRequestOptions): Promise<RightRequest> {
  const policy = await policyOf(options);
  const extent = extentOf(options, policy);
  if (options.asset === undefined) throw usage("A right to what?", "Give --asset, or --like.");
  const { scope = "", survivesSale = false } = options;
  const session = await openLedger(context);
  const asset = await assetReference(session, options.asset, options);
  const terms = await namedTerms(session, options, policy);
  return { session, asset, scope, survivesSale, extent, terms, policy };
}

async function likeAnother(
  context: Context,
  options: RightRequestOptions,
  like: string,
): Promise<RightRequest> {
  requireNoTerms(options);
  const session = await openLedger(context);
  const event = await grantEvent(session, like);
  const other = grantKeyOf(event);
  const { from, until, actions } = event.extent;
  return {
    session,
    asset: await assetLike(session, options, other.asset),
    scope: options.scope ?? other.scope,
    survivesSale: options.survivesSale ?? other.survivesSale,
    extent: extentLike(options, { from, until, actions: actionsOf(actions) }),
    terms: { id: other.terms, policy: null, before: [] },
    policy: null,
  };
}

async function assetLike(session: LedgerSession, options: RightRequestOptions, other: Asset): Promise<Asset> {
  return options.asset === undefined ? other : await assetReference(session, options.asset, options);
}

function requireNoTerms(options: TermsOptions): void {
  const { policy, terms, termsUri, exclusive, irrevocable, byAcceptance, notice, sublicences } = options;
  const given = [policy, terms, exclusive, irrevocable, byAcceptance, notice, sublicences];
  if (given.every((option) => option === undefined) && termsUri === "") return;
  throw usage(
    "The terms are to be those of the other right.",
    "Leave out what would change them, or leave out --like.",
  );
}

/** What has begun already begins at once. @throws CliError `CLI_USAGE` where the other right's time is over. */
function extentLike({ action, from, until }: ExtentOptions, other: GrantExtent): GrantExtent {
  const now = Math.floor(Date.now() / 1000);
  const end = until === undefined ? other.until : endTime(until);
  if (until === undefined && end !== 0 && end <= now)
    throw usage("The other right has ended.", "Say until when this one is to hold: --until.");
  const begin = other.from <= now ? 0 : other.from;
  return {
    actions: action === undefined ? other.actions : parseActions(action),
    from: from === undefined ? begin : startTime(from),
    until: end,
  };
}
