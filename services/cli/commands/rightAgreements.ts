/** `cadastre right offer` and what follows: agreements that both sides hold. */
import { randomInt } from "node:crypto";
import type { Command } from "commander";
import {
  concludeProposal,
  type Proposal,
  propose,
  withdrawProposal,
} from "../../ledger/actions/agreements.js";
import { granteeText } from "../../ledger/actions/rights.js";
import { ledgerContracts } from "../../ledger/contracts.js";
import { proposalStatusOf } from "../../ledger/enums.js";
import { toProposalId } from "../../ledger/hex.js";
import { readAssetEpoch } from "../../ledger/reads/rights.js";
import { type Context, doing, writes } from "../context.js";
import { carryOut } from "../ledger/carryOut.js";
import { eventsOf } from "../ledger/events.js";
import { type LedgerSession, openAccount, openLedger } from "../ledger/session.js";
import { assetReference, type IdentifierFlags } from "../names/asset.js";
import { documentDigest } from "../names/digest.js";
import { endTime, startTime } from "../names/time.js";
import { table } from "../output/layout.js";
import { ownerHelp, schemeHelp } from "./identifierOptions.js";
import {
  extentOptions,
  type GranteeOptions,
  granteeOptions,
  keepSecret,
  namedGrantee,
  parseActions,
  policyFacts,
  termsOptions,
} from "./rightOptions.js";
import {
  afterProposal,
  parsePrice,
  priceText,
  proposalFacts,
  proposalFrom,
  proposed,
  proposedEvent,
} from "./rightProposals.js";
import { type RightRequestOptions, requestedRight, rightRequestOptions } from "./rightRequest.js";

interface OfferOptions extends RightRequestOptions, GranteeOptions {
  readonly price?: string;
  readonly expires?: string;
}
interface AmendOptions {
  readonly action?: string;
  readonly from?: string;
  readonly until?: string;
  readonly price?: string;
  readonly expires?: string;
  readonly end?: boolean;
}
interface OffersOptions extends IdentifierFlags {
  readonly asset: string;
}

const priceHelp = "what it costs, for the record: 1200.00 EUR";
const expiryHelp = "last day, or the moment, for accepting it (default: open until it is withdrawn)";

export function addAgreementCommands(right: Command): void {
  writes(
    termsOptions(
      extentOptions(
        granteeOptions(
          rightRequestOptions(
            right
              .command("offer")
              .description("offer a right; the grantee's acceptance makes it an agreement")
              .option("--price <price>", priceHelp)
              .option("--expires <time>", expiryHelp),
            "twin:ID, twin:FILE, sealed:ID, or an identifier",
          ),
        ),
      ),
    ),
  ).action(doing<OfferOptions>(offer));
  writes(
    right
      .command("amend")
      .description("propose an amendment of an agreement, or its end; what you leave out stays as it is")
      .argument("<proposal>", "id of the offer or amendment in force")
      .option("--action <actions>", "what, separated by commas")
      .option("--from <time>", "first day or moment")
      .option("--until <time>", "last day, or the moment at which it ends")
      .option("--price <price>", priceHelp)
      .option("--expires <time>", expiryHelp)
      .option("--end", "end the agreement"),
  ).action(doing<AmendOptions>(amend));
  writes(
    right
      .command("withdraw")
      .description("withdraw an offer or amendment that nobody accepted")
      .argument("<proposal>", "its id"),
  ).action(doing<object>(withdraw));
  right
    .command("offers")
    .description("list offers, agreements and their amendments as the chain has them")
    .requiredOption("--asset <asset>", "twin:ID, twin:FILE, sealed:ID, or an identifier")
    .option("--scheme <scheme>", schemeHelp)
    .option("--owner <segment>", ownerHelp)
    .action(doing<OffersOptions>(offers));
}

/** Accepts a proposal. @param acceptance Signature of a blinded grantee, or its SHA-256. */
export async function concludeOne(
  context: Context,
  session: LedgerSession,
  text: string,
  acceptance: string | undefined,
): Promise<void> {
  const event = await proposedEvent(session, text);
  const proposal = proposalFrom(event);
  const digest = acceptance === undefined ? null : await documentDigest(acceptance);
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call: concludeProposal(session.deployment, proposal, event.assetEpoch, digest),
    done: proposal.previous === null ? "Accepted the offer" : "Accepted the amendment",
    facts: [
      ["proposal", text],
      ["acceptance", digest],
    ],
    value: { proposal: toProposalId(text), acceptance: digest },
  });
}

async function offer(context: Context, options: OfferOptions): Promise<void> {
  const request = await requestedRight(context, options);
  const { session, asset, scope, survivesSale, extent, terms, policy } = request;
  const writing = await openAccount(context, session);
  const named = await namedGrantee(context, writing.party, options);
  const proposal: Proposal = {
    key: { asset, scope, grantee: named.grantee, survivesSale, terms: terms.id, parent: null },
    extent,
    price: parsePrice(options.price),
    previous: null,
    expiry: options.expires === undefined ? 0 : endTime(options.expires),
    number: randomInt(2 ** 32),
  };
  const secret = await keepSecret(context, named, options);
  await carryOut(context, session, writing, {
    before: terms.before,
    call: propose(session.deployment, proposal, await epochOf(session, proposal)),
    done: `Offered ${proposal.extent.actions.join(", ")} to ${granteeText(named.grantee)}`,
    facts: [...proposalFacts(proposal), ...policyFacts(policy), ...secret],
    value: { ...proposal },
    ...afterProposal(session, proposal),
  });
}

async function amend(context: Context, options: AmendOptions, text: string): Promise<void> {
  const session = await openLedger(context);
  const before = await proposed(session, text);
  const { extent } = before;
  const { action, from, until, price, expires, end = false } = options;
  const changed = {
    actions: action === undefined ? extent.actions : parseActions(action),
    from: from === undefined ? extent.from : startTime(from),
    until: until === undefined ? extent.until : endTime(until),
  };
  const proposal: Proposal = {
    key: before.key,
    extent: end ? { actions: [], from: 0, until: 0 } : changed,
    price: price === undefined ? before.price : parsePrice(price),
    previous: toProposalId(text),
    expiry: expires === undefined ? 0 : endTime(expires),
    number: randomInt(2 ** 32),
  };
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call: propose(session.deployment, proposal, await epochOf(session, proposal)),
    done: end ? "Proposed to end the agreement" : "Proposed an amendment",
    facts: [["amends", text], ...(end ? [] : proposalFacts(proposal))],
    value: { ...proposal },
    ...afterProposal(session, proposal),
  });
}

async function withdraw(context: Context, _options: object, text: string): Promise<void> {
  const session = await openLedger(context);
  const proposal = await proposed(session, text);
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call: withdrawProposal(session.deployment, proposal),
    done: "Withdrew it",
    facts: [["proposal", text]],
    value: { proposal: toProposalId(text) },
  });
}

async function offers(context: Context, options: OffersOptions): Promise<void> {
  const session = await openLedger(context);
  const asset = await assetReference(session, options.asset, options);
  const events = await eventsOf(session, "rights", "RightProposed", [null, asset.id]);
  const { rights } = ledgerContracts(session.deployment, session.provider);
  const proposals = await Promise.all(
    events.map(async ({ event }) => {
      const { status, version } = await rights.proposalOf(event.proposal);
      return {
        proposal: event.proposal,
        ...proposalFrom(event),
        status: proposalStatusOf(Number(status)),
        version: Number(version),
        by: event.byGrantee ? "grantee" : "owner",
      };
    }),
  );
  const rows = proposals.map(({ proposal, key, extent, price, status, version }) => [
    status,
    version === 0 ? "" : `v${version}`,
    extent.actions.join(", ") || "end",
    key.scope || "all data",
    granteeText(key.grantee),
    priceText(price),
    proposal,
  ]);
  const text =
    rows.length === 0
      ? "There are no offers."
      : table(["status", "", "actions", "scope", "party", "price", "proposal"], rows);
  context.output.result(text, { proposals });
}

const epochOf = ({ provider, deployment }: LedgerSession, { key }: Proposal): Promise<number> =>
  readAssetEpoch(provider, deployment, key.asset);
