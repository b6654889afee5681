/** What is sent to the ledger, each kind any number of times. */
import { issueMerkle, issueRule, materialise } from "../../../services/ledger/actions/batches.js";
import type { Call } from "../../../services/ledger/actions/call.js";
import { registerIdentifier, registerMany } from "../../../services/ledger/actions/identifiers.js";
import type { Deployment } from "../../../services/ledger/deployment/deployment.js";
import { encodeLinkset } from "../../../services/ledger/linkset.js";
import type { Address } from "../../../services/store/model.js";
import { gs1, product, pumpLinks, serialOf } from "../world/names.js";
import { type List, listOf } from "./list.js";

/** One kind of call. */
export interface Kind {
  readonly name: string;
  /** Identifiers that one call registers. */
  readonly identifiers: number;
  /** Calls of a round. */
  readonly calls: number;
  /** Whether each waits for the one before: a range that comes before its lower neighbour would be moved by it. */
  readonly inOrder?: boolean;
  /** The call of that number, each of which is sent once. */
  readonly call: (number: number) => Call;
}

const atOnce = 100;
const rangeLength = 1_000_000;
const rangeWidth = 12;

export const namespace = { scheme: "gs1", prefix: gs1.prefix };
const prefixLength = namespace.prefix.length;
const nothing = { kind: "none" } as const;
const contentOf = (number: number) => ({ subject: nothing, linkset: encodeLinkset(pumpLinks(number)) });
const withoutContent = { subject: nothing, linkset: new Uint8Array() };

/**
 * @param owner Holds the namespace, and sends them.
 * @param issued A list of theirs that is on the ledger.
 */
export function kindsOf(deployment: Deployment, owner: Address, issued: List): readonly Kind[] {
  const register = (number: number): Call => {
    const name = { scheme: namespace.scheme, identifier: serialOf(number) };
    return registerIdentifier(deployment, name, prefixLength, contentOf(number), owner);
  };
  const registerHundred = (number: number): Call => {
    const entries = Array.from({ length: atOnce }, (_, place) => ({
      identifier: `${product}/21/M${number * atOnce + place}`,
      content: contentOf(place),
    }));
    return registerMany(deployment, namespace.scheme, prefixLength, entries, owner, false);
  };
  const issueList = (number: number): Call =>
    issueMerkle(deployment, namespace, listOf(deployment, number + 1).manifest, owner);
  const issueRange = (number: number): Call => {
    const digits = (value: number): string => String(value).padStart(rangeWidth, "0");
    const range = {
      scheme: gs1.id,
      stem: `${product}/21/R-`,
      first: digits(number * rangeLength),
      last: digits((number + 1) * rangeLength - 1),
      tail: "",
    };
    return issueRule(deployment, prefixLength, range, owner);
  };
  const makeRecord = (number: number): Call => {
    const { name, proof } = issued.member(number);
    return materialise(deployment, issued.batch, name, proof, withoutContent, owner);
  };
  const listLength = Number(issued.manifest.count);
  const count = (number: number): string => number.toLocaleString("en");
  return [
    { name: "register one, with links", identifiers: 1, calls: 100, call: register },
    { name: `register ${atOnce} at once, with links`, identifiers: atOnce, calls: 10, call: registerHundred },
    { name: `issue a list of ${count(listLength)}`, identifiers: listLength, calls: 50, call: issueList },
    {
      name: `issue a range of ${count(rangeLength)}`,
      identifiers: rangeLength,
      calls: 50,
      inOrder: true,
      call: issueRange,
    },
    { name: "make a record of a list's member", identifiers: 1, calls: 100, call: makeRecord },
  ];
}
