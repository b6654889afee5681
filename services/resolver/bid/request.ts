/** A request for a BID, or for one field of its document, taken apart. */
import { IdentifierError } from "../../identifiers/errors.js";
import type { DidIdentifier } from "../../identifiers/identifier.js";
import { parseIdentifier } from "../../identifiers/index.js";
import { rawQuery } from "../http/query.js";
import { BidError } from "./errors.js";

export interface BidRequest {
  readonly bid: DidIdentifier;
  /** Names of the fields in the path; none for the whole document. */
  readonly field: readonly string[];
  /** Id of the one service that is asked for. */
  readonly service: string | null;
  /** Whether the answer has to be proven. */
  readonly verify: boolean;
}

/** @throws BidError protocol. */
export function parseBidRequest(url: string): BidRequest {
  const [path = ""] = url.split("?", 1);
  const [text = "", ...field] = path.slice(1).split("/").map(decodeURIComponent);
  const bid = parseBid(text);
  let service: string | null = null;
  let verify = false;
  for (const [name, value] of new URLSearchParams(rawQuery(url))) {
    if (name === "id" && field[0] === "services") service = value;
    else if (name === "verify" && (value === "true" || value === "false")) verify ||= value === "true";
    else {
      throw new BidError("protocol", `The parameter '${name.slice(0, 64)}' is unknown here, or not right.`);
    }
  }
  return { bid, field, service, verify };
}

function parseBid(text: string): DidIdentifier {
  try {
    const identifier = parseIdentifier(text, { scheme: "did" });
    if (identifier.scheme === "did" && identifier.method === "bid") return identifier;
  } catch (error) {
    if (!(error instanceof IdentifierError)) throw error;
    throw new BidError("protocol", `${error.message}.`, error);
  }
  throw new BidError("protocol", "That is no BID.");
}

/** The AC number of the subchain that a BID is of; null for a BID of the main chain. */
export function acOf({ methodSpecificId }: DidIdentifier): string | null {
  return /^([0-9A-Za-z]{4})(?::|$)/.exec(methodSpecificId)?.[1] ?? null;
}
