/** ERC-1056: what an account says of itself beyond its controller, party or not. */
import type { DIDAttributeChanged, DIDDelegateChanged } from "../../ledger/events/decoders.js";
import type { Draft } from "../../store/draft.js";
import { tables } from "../../store/keys.js";
import type { Address, DidStatement } from "../../store/model.js";
import type { Place } from "./place.js";

export function didDelegateChanged(draft: Draft, event: DIDDelegateChanged, place: Place): void {
  const delegateType = textOf(event.delegateType);
  if (delegateType === null) return;
  const { identity, delegate } = event;
  state(draft, identity, { kind: "delegate", delegateType, delegate }, event.validTo, place);
}

export function didAttributeChanged(draft: Draft, event: DIDAttributeChanged, place: Place): void {
  const name = textOf(event.name);
  if (name === null) return;
  const { identity, value } = event;
  state(draft, identity, { kind: "attribute", name, value }, event.validTo, place);
}

/** A change of the account's DID document that is not a statement. */
export function noteDidChange(draft: Draft, identity: Address, place: Place): void {
  draft.put(tables.didHistory, identity, { ...history(draft, identity), changed: momentOf(place) });
}

/**
 * The last word on a statement counts. Each is numbered, an end too: `did:ethr` makes the ids in a document of these numbers,
 * so that they stay what they are whatever ends. What is not valid beyond its block is none any more.
 */
function state(
  draft: Draft,
  identity: Address,
  statement: DidStatement,
  validTo: bigint,
  place: Place,
): void {
  const counter = counterOf(statement);
  const before = history(draft, identity);
  const number = counter === null ? 0 : before[counter] + 1;
  const after = { ...before, changed: momentOf(place) };
  draft.put(tables.didHistory, identity, counter === null ? after : { ...after, [counter]: number });
  if (counter === null) return;
  const id = { identity, statement };
  if (validTo > BigInt(place.time)) {
    const until = validTo > maxTime ? Number.MAX_SAFE_INTEGER : Number(validTo);
    draft.put(tables.didStatement, id, { identity, statement, number, validTo: until });
  } else draft.delete(tables.didStatement, id);
}

const maxTime = BigInt(Number.MAX_SAFE_INTEGER);

/** Which numbers a statement takes part in; null for an attribute that no document shows. */
function counterOf(statement: DidStatement): "keys" | "services" | null {
  if (statement.kind === "delegate" || statement.name.startsWith("did/pub/")) return "keys";
  return statement.name.startsWith("did/svc/") ? "services" : null;
}

const history = (draft: Draft, identity: Address) =>
  draft.get(tables.didHistory, identity) ?? { identity, keys: 0, services: 0 };

const momentOf = ({ block, time }: Place) => ({ block, time });

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text in a word, with zeros behind it; null for none. */
function textOf(word: string): string | null {
  try {
    return utf8.decode(Buffer.from(word.slice(2), "hex")).replace(/\0+$/, "");
  } catch {
    return null;
  }
}
