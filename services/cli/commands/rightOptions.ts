/** What commands on rights have in common: whom a right is for, how far it goes, and on which terms. */
import { randomBytes } from "node:crypto";
import type { Command } from "commander";
import type { Call } from "../../ledger/actions/call.js";
import {
  type GrantExtent,
  type GrantKey,
  type RightTerms,
  registerTerms,
} from "../../ledger/actions/rights.js";
import { type Hex, toGrantId, toHex, zeroWord } from "../../ledger/hex.js";
import { blindedGrantee } from "../../ledger/ids.js";
import { readTerms } from "../../ledger/reads/rights.js";
import { assetOf, granteeOf, termsOf } from "../../ledger/rightWords.js";
import {
  type Address,
  type Digest,
  type GrantAction,
  type Grantee,
  grantActions,
  type TermsId,
} from "../../store/model.js";
import type { Context } from "../context.js";
import { notFound, usage } from "../errors.js";
import { type EventNamed, eventsOf } from "../ledger/events.js";
import type { LedgerSession } from "../ledger/session.js";
import { documentDigest } from "../names/digest.js";
import { groupReference } from "../names/group.js";
import { partyAddress } from "../names/party.js";
import { granteeNames, type NamedPolicy, namedPolicy } from "../names/policy.js";
import { duration, endTime, startTime } from "../names/time.js";
import { ownersAlone, writeNewFile } from "../output/file.js";
import { type Fact, utcTime } from "../output/layout.js";
import { extentWithin } from "./policyBounds.js";

export interface GranteeOptions {
  readonly to?: string;
  readonly group?: string;
  readonly blinded?: boolean;
  readonly saltFile?: string;
  readonly showSalt?: boolean;
}

export interface ExtentOptions {
  readonly action?: string;
  readonly from?: string;
  readonly until?: string;
}

export interface TermsOptions {
  readonly policy?: string;
  readonly terms?: string;
  readonly termsUri: string;
  readonly exclusive?: boolean;
  readonly irrevocable?: boolean;
  readonly byAcceptance?: boolean;
  readonly notice?: string;
  readonly sublicences?: string;
}

export function granteeOptions(command: Command): Command {
  return command
    .option("--to <party>", "who may")
    .option("--group <group>", "a group, whose members may: its id, or the name of one of yours")
    .option("--blinded", "do not name the party: the ledger gets a salted commitment to it")
    .option(
      "--salt-file <file>",
      "where to write the salt, for the party alone (default: blinded-….json here)",
    )
    .option("--show-salt", "print the salt too");
}

export function extentOptions(command: Command): Command {
  return command
    .option(
      "--action <actions>",
      `what, separated by commas: ${grantActions.join(", ")} (default: what --policy allows)`,
    )
    .option("--from <time>", "first day or moment, 2027-01-01 or 2027-01-01T08:00:00Z (default: at once)")
    .option(
      "--until <time>",
      "last day (through its end, UTC) or the moment at which it ends (default: what --policy says, else never)",
    );
}

export function termsOptions(command: Command): Command {
  return command
    .option("--policy <file>", "ODRL usage policy: the terms come of it, and may only be made stricter")
    .option(
      "--terms <terms>",
      "usage policy of any kind: a file, or its SHA-256; only what you add is enforced",
    )
    .option("--terms-uri <uri>", "where the usage policy may be read", "")
    .option("--exclusive", "while it holds, the owner grants no other on the same data and actions")
    .option("--irrevocable", "it is ended by both sides only")
    .option("--by-acceptance", "it holds from the grantee's acceptance on")
    .option("--notice <length>", "time between a revocation and its effect, 36h or 30d (default: none)")
    .option(
      "--sublicences <levels>",
      "levels of sub-licences that the grantee may give, up to 4 (default: 0)",
    );
}

/** Whom a right is for, and how to tell a blinded grantee of it. */
export interface NamedGrantee {
  readonly grantee: Grantee;
  /** Of a blinded grantee. */
  readonly secret: { readonly party: Address; readonly salt: Hex } | null;
}

export async function namedGrantee(
  context: Context,
  party: Address,
  { to, group, blinded }: GranteeOptions,
): Promise<NamedGrantee> {
  if ((to === undefined) === (group === undefined) || (blinded === true && to === undefined))
    throw usage("For whom?", "Give --to or --group; --blinded goes with --to.");
  if (group !== undefined)
    return { grantee: { kind: "group", group: groupReference(party, group) }, secret: null };
  const named = await partyAddress(context, to ?? "");
  if (blinded !== true) return { grantee: { kind: "party", party: named }, secret: null };
  const salt = toHex(`0x${randomBytes(32).toString("hex")}`);
  return {
    grantee: { kind: "blinded", commitment: blindedGrantee(named, salt) },
    secret: { party: named, salt },
  };
}

/**
 * Writes down how a blinded grantee proves itself: a file that nobody but its owner reads. Before anything is sent: a grant
 * whose salt is lost is of use to nobody.
 */
export async function keepSecret(
  { flags }: Context,
  { grantee, secret }: NamedGrantee,
  options: GranteeOptions,
): Promise<readonly Fact[]> {
  if (secret === null || grantee.kind !== "blinded") return [];
  const file = options.saltFile ?? `blinded-${grantee.commitment.slice(2, 12)}.json`;
  if (flags.dryRun !== true) {
    const text = JSON.stringify({ commitment: grantee.commitment, ...secret }, null, 2);
    // One that is there may be the only copy of another salt.
    const hint = "Name another one: --salt-file.";
    await writeNewFile(file, `${text}\n`, { mode: ownersAlone, hint });
  }
  return [
    ["salt", `for the grantee alone, in ${file}`],
    ["", options.showSalt === true ? secret.salt : null],
  ];
}

/** @throws CliError `CLI_USAGE`, also for what goes beyond the policy. */
export function extentOf({ action, from, until }: ExtentOptions, policy: NamedPolicy | null): GrantExtent {
  const asked = {
    actions: action === undefined ? null : parseActions(action),
    from: from === undefined ? 0 : startTime(from),
    until: until === undefined ? null : endTime(until),
  };
  if (policy !== null) return extentWithin(policy.terms, asked, Math.floor(Date.now() / 1000));
  const { actions } = asked;
  if (actions === null) throw usage("To do what?", "Give --action, or --policy.");
  return { actions, from: asked.from, until: asked.until ?? 0 };
}

export function parseActions(text: string): readonly GrantAction[] {
  const words = text.split(",").map((word) => word.trim().toLowerCase());
  return words.map((word) => {
    const action = grantActions.find((known) => known === word);
    if (action !== undefined) return action;
    throw usage(`"${word}" is not an action.`, `Actions are ${grantActions.join(", ")}.`);
  });
}

/** Terms by their id, and what registers them where nobody has. */
export interface NamedTerms {
  readonly id: TermsId | null;
  readonly policy: Digest | null;
  readonly before: readonly Call[];
}

/** The policy that terms come of, if they do. @throws CliError `CLI_USAGE`, PolicyError */
export async function policyOf({ policy, terms }: TermsOptions): Promise<NamedPolicy | null> {
  if (policy !== undefined && terms !== undefined)
    throw usage("Terms of which policy?", "Give --policy or --terms.");
  return policy === undefined ? null : await namedPolicy(policy);
}

export async function namedTerms(
  session: LedgerSession,
  options: TermsOptions,
  policy: NamedPolicy | null,
): Promise<NamedTerms> {
  const terms = await termsFrom(options, policy);
  const plain =
    terms.policy === null &&
    !terms.exclusive &&
    !terms.irrevocable &&
    !terms.byAcceptance &&
    terms.notice === 0 &&
    terms.sublicences === 0;
  if (plain && terms.policyUri !== "")
    throw usage("An address of which policy?", "Give --policy or --terms too.");
  if (plain) return { id: null, policy: null, before: [] };
  const { id, registered } = await readTerms(session.provider, session.deployment, terms);
  const before = registered ? [] : [registerTerms(session.deployment, terms)];
  return { id, policy: terms.policy, before };
}

async function termsFrom(options: TermsOptions, policy: NamedPolicy | null): Promise<RightTerms> {
  const { exclusive = false, irrevocable = false, byAcceptance = false, sublicences = "0" } = options;
  if (!/^[0-4]$/.test(sublicences))
    throw usage(`"${sublicences}" is not a number of levels.`, "Give 0 to 4.");
  if (policy !== null && sublicences !== "0")
    throw usage(
      "Whom a policy lets use the data too, the ledger cannot tell from others.",
      "Leave --sublicences out, and grant them rights of their own.",
    );
  return {
    policy: policy?.digest ?? (options.terms === undefined ? null : await documentDigest(options.terms)),
    policyUri: options.termsUri,
    actions: policy?.terms.actions ?? grantActions,
    sublicences: Number(sublicences),
    notice: options.notice === undefined ? 0 : duration(options.notice),
    exclusive: exclusive || policy?.terms.exclusive === true,
    irrevocable,
    byAcceptance: byAcceptance || policy?.terms.byAcceptance === true,
  };
}

export const policyFacts = (policy: NamedPolicy | null): readonly Fact[] =>
  policy === null ? [] : [["policy names", granteeNames(policy.grantees)]];

export const extentFacts = (
  { scope }: Pick<GrantKey, "scope">,
  { from, until }: GrantExtent,
): readonly Fact[] => [
  ["scope", scope || "all data"],
  ["from", from === 0 ? "at once" : utcTime(from)],
  ["until", until === 0 ? "never ends" : utcTime(until)],
];

/** The last time that a grant was given, as the chain tells it. @throws CliError `CLI_NOT_FOUND` */
export async function grantEvent(session: LedgerSession, id: string): Promise<EventNamed<"RightGranted">> {
  const given = (await eventsOf(session, "rights", "RightGranted", [toGrantId(id)])).at(-1)?.event;
  if (given !== undefined) return given;
  throw notFound(`There is no right ${id}.`, "List them: cadastre right list --asset ASSET");
}

/** What a grant is about, from its event. */
export function grantKeyOf(event: EventNamed<"RightGranted">): GrantKey {
  return {
    asset: assetOf(event.assetKind, event.asset),
    scope: event.extent.scopeName,
    grantee: granteeOf(event.granteeKind, event.grantee),
    survivesSale: event.assetEpoch === 0,
    terms: termsOf(event.terms),
    parent: event.parent === zeroWord ? null : event.parent,
  };
}
