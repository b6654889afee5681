/** Proposals of agreements, as the chain tells of them and as people write them. */
import type { Proposal } from "../../ledger/actions/agreements.js";
import { actionsOf } from "../../ledger/enums.js";
import { toProposalId, zeroWord } from "../../ledger/hex.js";
import { asciiOf, assetOf, granteeOf, termsOf } from "../../ledger/rightWords.js";
import type { Price } from "../../store/model.js";
import { notFound, usage } from "../errors.js";
import type { Step } from "../ledger/carryOut.js";
import { type EventNamed, eventsOf } from "../ledger/events.js";
import type { LedgerSession } from "../ledger/session.js";
import { type Fact, utcTime } from "../output/layout.js";
import { extentFacts } from "./rightOptions.js";

/** A proposal gets its id from the ledger, so that it can be told only once it is there. */
export function afterProposal(
  session: LedgerSession,
  { key, number }: Proposal,
): Required<Pick<Step, "finish">> {
  return {
    finish: async ({ block }) => {
      const events = await eventsOf(session, "rights", "RightProposed", [null, key.asset.id], block);
      const made = events.findLast(({ event }) => event.content.number === number)?.event;
      if (made === undefined) return { facts: [["", "Its id: cadastre right offers --asset ASSET"]] };
      return { facts: [["proposal", made.proposal]], value: { proposal: made.proposal } };
    },
  };
}

export async function proposed(session: LedgerSession, text: string): Promise<Proposal> {
  return proposalFrom(await proposedEvent(session, text));
}

export async function proposedEvent(
  session: LedgerSession,
  text: string,
): Promise<EventNamed<"RightProposed">> {
  const found = await eventsOf(session, "rights", "RightProposed", [toProposalId(text)]);
  const event = found.at(-1)?.event;
  if (event !== undefined) return event;
  throw notFound(
    `There is no right and no offer ${text}.`,
    "List them: cadastre right offers --asset ASSET, cadastre right list --asset ASSET",
  );
}

export function proposalFrom({ content }: EventNamed<"RightProposed">): Proposal {
  const { key, extent, price, previous, expiry, number } = content;
  return {
    key: {
      asset: assetOf(key.assetKind, key.asset),
      scope: extent.scopeName,
      grantee: granteeOf(key.granteeKind, key.grantee),
      survivesSale: key.survivesSale,
      terms: termsOf(key.terms),
      parent: null,
    },
    extent: { actions: actionsOf(extent.actions), from: extent.from, until: extent.until },
    price: { amount: price.amount.toString(), decimals: price.decimals, currency: asciiOf(price.currency) },
    previous: previous === zeroWord ? null : previous,
    expiry,
    number,
  };
}

/** `1200.00 EUR`: digits with their decimals, and a code of 1 to 8 characters. */
export function parsePrice(text: string | undefined): Price {
  if (text === undefined) return { amount: "0", decimals: 0, currency: "" };
  const [, whole, fraction = "", currency] =
    /^(\d{1,30})(?:\.(\d{1,8}))? ([A-Za-z0-9]{1,8})$/.exec(text) ?? [];
  if (whole === undefined || currency === undefined)
    throw usage(`"${text}" is not a price.`, "Write 1200.00 EUR.");
  return { amount: BigInt(whole + fraction).toString(), decimals: fraction.length, currency };
}

export function priceText({ amount, decimals, currency }: Price): string {
  if (currency === "") return "";
  const digits = amount.padStart(decimals + 1, "0");
  const cut = digits.length - decimals;
  return `${digits.slice(0, cut)}${decimals === 0 ? "" : `.${digits.slice(cut)}`} ${currency}`;
}

export const proposalFacts = ({ key, extent, price, expiry }: Proposal): readonly Fact[] => [
  ["asset", `${key.asset.kind} ${key.asset.id}`],
  ...extentFacts(key, extent),
  ["terms", key.terms],
  ["price", priceText(price)],
  ["open until", expiry === 0 ? null : utcTime(expiry)],
];
