/** How an answer of `/v1` leaves: tagged by what it says, with the moment of which it says so in a header of its own. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { entityTag, weak } from "../http/etag.js";
import { requestOf } from "../http/request.js";
import { type Headers, sendTagged } from "../http/send.js";
import { ofAnotherBlock, type TextOfBlock, textOfBlock } from "../http/textOfBlock.js";
import type { Proven } from "../proofs/found.js";
import { asOfPresent } from "./asOf.js";
import type { AsOfView } from "./schema.js";
import { written } from "./written.js";

export const jsonType = "application/json; charset=utf-8";

/** What is of one moment. */
export interface OfMoment {
  readonly asOf: AsOfView;
}

export function sendAnswer(
  req: IncomingMessage,
  res: ServerResponse,
  answer: OfMoment,
  headers: Headers,
): void {
  const { asOf } = answer;
  const { members, essence } = written(answer, "asOf");
  const tagged = { "content-type": jsonType, etag: tagOf(essence, jsonType), ...headers };
  sendTold(req, res, textOfBlock(`{${members},"asOf":`, JSON.stringify(asOf), "}"), asOf, tagged);
}

function sendTold(
  req: IncomingMessage,
  res: ServerResponse,
  told: TextOfBlock,
  asOf: AsOfView,
  headers: Headers & { readonly etag: string },
): void {
  // What is of the past stays so.
  if (asOf.past === undefined) {
    requestOf(req).awaiting?.renewable({
      send(to, out, checkpoint) {
        const present = asOfPresent(checkpoint);
        sendTold(to, out, ofAnotherBlock(told, JSON.stringify(present)), present, headers);
      },
      bytes: told.text.length,
    });
  }
  sendTagged(req, res, told.text, { ...headers, "cadastre-as-of": momentField(asOf) });
}

/** That something cannot be proven now is nothing to keep. */
export function sendProven(
  req: IncomingMessage,
  res: ServerResponse,
  body: OfMoment,
  proven: Proven,
  headers: Headers,
): void {
  const passing = proven.proof === null ? { "cache-control": "no-store" } : {};
  sendAnswer(req, res, { ...body, ...proven }, { ...headers, ...passing });
}

/**
 * A weak tag: of all that an answer says but its moment. A block that changes nothing in it makes no new answer; a 304 tells the
 * new moment.
 */
export function tagOf(said: string, contentType: string): string {
  return weak(entityTag(said, contentType));
}

/** The moment as a structured field (RFC 9651): the block's number with its hash, time and finality. */
export function momentField({ number, hash, time, finality }: AsOfView): string {
  return `${number};hash="${hash}";time=${time};finality=${finality}`;
}

/** For the description of a route whose answers leave so. */
export const notModified = {
  304: { description: "The caller's copy still holds: `Cadastre-As-Of` says of which block." },
};
