/** Calls of the registry of relations. */
import type { RelationSides } from "../../store/model.js";
import { interfaces } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { relationKindCode } from "../enums.js";
import { type Hex, toHex } from "../hex.js";
import { type Call, makeCall } from "./call.js";

/** A relation's name on the chain: an address is padded on the left. */
export function relationKey({ kind, party, subject }: RelationSides): {
  kind: number;
  party: string;
  subject: Hex;
} {
  return { kind: relationKindCode(kind), party, subject: toHex(`0x${subject.slice(2).padStart(64, "0")}`) };
}

/** Agrees for each side that the sender controls; the relation begins once both have agreed. */
export function agreeRelation({ contracts }: Deployment, sides: RelationSides): Call {
  return makeCall(contracts.relations, `agree to the ${inWords(sides)}`, () =>
    interfaces.relations.encodeFunctionData("agree", [relationKey(sides)]),
  );
}

/** Ends a relation, or withdraws what the sender's side agreed to. */
export function endRelation({ contracts }: Deployment, sides: RelationSides): Call {
  return makeCall(contracts.relations, `end the ${inWords(sides)}`, () =>
    interfaces.relations.encodeFunctionData("end", [relationKey(sides)]),
  );
}

function inWords({ kind, party, subject }: RelationSides): string {
  switch (kind) {
    case "membership":
      return `membership of ${subject} in ${party}`;
    case "twin":
      return `binding of ${party} to twin ${subject}`;
    case "agent":
      return `binding of ${party} to its agent ${subject}`;
  }
}
