/** `cadastre right`: who may do what with the data of an asset. */
import { Command } from "commander";
import {
  acceptRight,
  type GrantKey,
  type GrantReading,
  granteeText,
  grantRight,
  releaseRight,
  revokeRight,
  sublicenseRight,
} from "../../ledger/actions/rights.js";
import { toGrantId } from "../../ledger/hex.js";
import { readAssetEpoch } from "../../ledger/reads/rights.js";
import { type Context, doing, writes } from "../context.js";
import { usage } from "../errors.js";
import { carryOut } from "../ledger/carryOut.js";
import { type EventNamed, eventsOf } from "../ledger/events.js";
import { type LedgerSession, openAccount, openLedger } from "../ledger/session.js";
import { duration } from "../names/time.js";
import { utcTime } from "../output/layout.js";
import { addAgreementCommands, concludeOne } from "./rightAgreements.js";
import { addExplainCommand } from "./rightExplain.js";
import { addListCommand } from "./rightList.js";
import { addLogCommand } from "./rightLog.js";
import { addOpeningCommands, afterGrant, type OpenAtOnce, openAtOnceOption } from "./rightOpening.js";
import {
  type ExtentOptions,
  extentFacts,
  extentOf,
  extentOptions,
  type GranteeOptions,
  grantEvent,
  granteeOptions,
  grantKeyOf,
  keepSecret,
  namedGrantee,
  namedTerms,
  policyFacts,
  policyOf,
  type TermsOptions,
  termsOptions,
} from "./rightOptions.js";
import { type RightRequestOptions, requestedRight, rightRequestOptions } from "./rightRequest.js";
import { addTermsCommand } from "./rightTerms.js";

interface GrantOptions extends RightRequestOptions, GranteeOptions, OpenAtOnce {}
interface SublicenseOptions extends GranteeOptions, OpenAtOnce, ExtentOptions, TermsOptions {
  readonly scope?: string;
}
interface RevokeOptions {
  readonly reason: string;
  readonly notice?: string;
}
interface AcceptOptions {
  readonly acceptance?: string;
}

const assetHelp = "twin:ID, twin:FILE, sealed:ID, or an identifier, whose record it is then";
const grantHelp = "grant id, as right list shows it";

export function rightCommand(): Command {
  const right = new Command("right").description(
    "grant, accept, revoke, offer, list and explain data-sharing rights; register their terms",
  );
  writes(
    termsOptions(
      extentOptions(
        openAtOnceOption(
          granteeOptions(
            rightRequestOptions(
              right.command("grant").description("let somebody do something with an asset's data"),
              assetHelp,
            ),
          ),
        ),
      ),
    ),
  ).action(doing<GrantOptions>(grant));
  writes(
    termsOptions(
      extentOptions(
        openAtOnceOption(
          granteeOptions(
            right
              .command("sublicense")
              .description("let somebody do a part of what you were granted")
              .argument("<grant>", "your own grant's id")
              .option("--scope <name>", "data set or submodel (default: that of your grant)"),
          ),
        ),
      ),
    ),
  ).action(doing<SublicenseOptions>(sublicense));
  writes(
    right
      .command("accept")
      .description("accept a right, or an offer or amendment of an agreement")
      .argument("<id>", "id of the grant or the proposal")
      .option("--acceptance <file>", "the signature of a blinded grantee, or its SHA-256: for the owner"),
  ).action(doing<AcceptOptions>(accept));
  writes(
    right
      .command("revoke")
      .description("end a right, as soon as its terms let")
      .argument("<grant>", grantHelp)
      .requiredOption("--reason <text>", "why, for everybody to read")
      .option("--notice <length>", "a longer notice than its terms ask for, 36h or 30d"),
  ).action(doing<RevokeOptions>(revoke));
  writes(
    right
      .command("release")
      .description("give up a right that you have, or agree that an irrevocable one end")
      .argument("<grant>", grantHelp),
  ).action(doing<object>(release));
  addListCommand(right, assetHelp);
  addOpeningCommands(right, grantHelp);
  addLogCommand(right);
  addExplainCommand(right, assetHelp);
  addTermsCommand(right);
  addAgreementCommands(right);
  return right;
}

async function grant(context: Context, options: GrantOptions): Promise<void> {
  const request = await requestedRight(context, options);
  const { session, asset, scope, survivesSale, extent, terms, policy } = request;
  const writing = await openAccount(context, session);
  const named = await namedGrantee(context, writing.party, options);
  const { grantee } = named;
  const key = { asset, scope, grantee, survivesSale, terms: terms.id, parent: null };
  const opening = await afterGrant(context, session, key, named, options);
  const secret = await keepSecret(context, named, options);
  await carryOut(context, session, writing, {
    ...opening,
    before: terms.before,
    call: grantRight(session.deployment, key, extent),
    done: `Granted ${extent.actions.join(", ")} to ${granteeText(grantee)}`,
    facts: [
      ["asset", `${asset.kind} ${asset.id}`],
      ...extentFacts(key, extent),
      ["terms", terms.id],
      ["policy", terms.policy],
      ...policyFacts(policy),
      ...secret,
    ],
    value: { ...key, ...extent },
  });
}

async function sublicense(context: Context, options: SublicenseOptions, text: string): Promise<void> {
  const policy = await policyOf(options);
  const extent = extentOf(options, policy);
  const session = await openLedger(context);
  const above = grantKeyOf(await grantEvent(session, text));
  const terms = await namedTerms(session, options, policy);
  const writing = await openAccount(context, session);
  const named = await namedGrantee(context, writing.party, options);
  const { grantee } = named;
  const key: GrantKey = {
    ...above,
    survivesSale: false,
    scope: options.scope ?? above.scope,
    grantee,
    terms: terms.id,
    parent: toGrantId(text),
  };
  const opening = await afterGrant(context, session, key, named, options);
  const secret = await keepSecret(context, named, options);
  await carryOut(context, session, writing, {
    ...opening,
    before: terms.before,
    call: sublicenseRight(session.deployment, key, extent, above),
    done: `Sub-licensed ${extent.actions.join(", ")} to ${granteeText(grantee)}`,
    facts: [...extentFacts(key, extent), ["terms", terms.id], ...secret],
    value: { ...key, ...extent },
  });
}

async function accept(context: Context, { acceptance }: AcceptOptions, text: string): Promise<void> {
  const session = await openLedger(context);
  const id = toGrantId(text);
  const given = (await eventsOf(session, "rights", "RightGranted", [id])).at(-1)?.event;
  if (given === undefined) return await concludeOne(context, session, text, acceptance);
  if (acceptance !== undefined)
    throw usage("A grant is accepted by its grantee itself.", "Leave --acceptance out.");
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call: acceptRight(session.deployment, grantKeyOf(given), await readingOf(session, given)),
    done: "Accepted the right",
    facts: [["grant", id]],
    value: { grant: id, sequence: given.sequence },
  });
}

async function revoke(context: Context, { reason, notice }: RevokeOptions, text: string): Promise<void> {
  const session = await openLedger(context);
  const key = grantKeyOf(await grantEvent(session, text));
  const end = notice === undefined ? null : await endAfter(session, duration(notice));
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call: revokeRight(session.deployment, key, reason, end),
    done: `Revoked the right of ${granteeText(key.grantee)}`,
    facts: [
      ["grant", text],
      ["ends", end === null ? "as soon as its terms let" : utcTime(end)],
    ],
    value: { grant: toGrantId(text), grantee: key.grantee, reason, end },
  });
}

/** The ledger counts a notice from its own time on, which is that of a block to come. */
async function endAfter({ provider }: LedgerSession, notice: number): Promise<number> {
  const time = (await provider.getBlock("latest"))?.timestamp ?? 0;
  return Math.max(time, Math.ceil(Date.now() / 1000)) + notice;
}

async function release(context: Context, _options: object, text: string): Promise<void> {
  const session = await openLedger(context);
  const given = await grantEvent(session, text);
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call: releaseRight(session.deployment, grantKeyOf(given), await readingOf(session, given)),
    done: "Gave up the right",
    facts: [["grant", text]],
    value: { grant: toGrantId(text) },
  });
}

/** What survives a sale is read as it is under the present owner; anything else names the holding that it belongs to. */
async function readingOf(
  { provider, deployment }: LedgerSession,
  given: EventNamed<"RightGranted">,
): Promise<GrantReading> {
  const { asset, survivesSale } = grantKeyOf(given);
  const assetEpoch = survivesSale ? await readAssetEpoch(provider, deployment, asset) : given.assetEpoch;
  return { assetEpoch, sequence: given.sequence };
}
