/** Calls of the supervision. */
import type { Address, Digest, FreezeReason, LiftReason, OfficeScope, Thing } from "../../store/model.js";
import { interfaces } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { freezeReasonCode, liftReasonCode, scopeKindCode } from "../enums.js";
import { zeroWord } from "../hex.js";
import { officeRole } from "../roles.js";
import { registryOf, thingWord } from "../things.js";
import { type Call, makeCall } from "./call.js";

export interface FreezeOrder<Reason> {
  readonly office: number;
  readonly reason: Reason;
  /** SHA-256 of the order. */
  readonly order: Digest;
}

/**
 * Freezes a thing; a member of the office has to send it.
 * @param name Prefix of the namespace, canonical identifier of the record or `sealedName` of the sealed one, where the office's
 * scope is a scheme; else empty.
 */
export function freezeThing(
  { contracts }: Deployment,
  thing: Thing,
  { office, reason, order }: FreezeOrder<FreezeReason>,
  name: string,
): Call {
  return makeCall(contracts.supervision, `freeze ${thing.kind} ${thing.id} for office ${office}`, () =>
    interfaces.supervision.encodeFunctionData("freeze", [
      office,
      contracts[registryOf[thing.kind]],
      thingWord(thing),
      freezeReasonCode(reason),
      order,
      name,
    ]),
  );
}

/** Ends an office's freeze; a member of the office, or of a role above it, has to send it. */
export function unfreezeThing(
  { contracts }: Deployment,
  thing: Thing,
  { office, reason, order }: FreezeOrder<LiftReason>,
): Call {
  return makeCall(contracts.supervision, `lift office ${office}'s freeze of ${thing.kind} ${thing.id}`, () =>
    interfaces.supervision.encodeFunctionData("unfreeze", [
      office,
      contracts[registryOf[thing.kind]],
      thingWord(thing),
      liftReasonCode(reason),
      order,
    ]),
  );
}

/** Accredits an office, or changes its mandate; the administrator has to send it. */
export function accreditOffice(
  { contracts }: Deployment,
  office: number,
  scope: OfficeScope,
  name: string,
): Call {
  const words = { kind: scopeKindCode(scope.kind), value: scopeValue(scope) };
  return makeCall(contracts.supervision, `accredit office ${office}, ${name}`, () =>
    interfaces.supervision.encodeFunctionData("accreditOffice", [office, words, name]),
  );
}

/** Lets an account act for an office, or no longer; the administrator has to send it. */
export function setOfficeMember(
  { accessManager }: Deployment,
  office: number,
  account: Address,
  member: boolean,
): Call {
  const what = member ? `let ${account} act for office ${office}` : `take ${account} from office ${office}`;
  return makeCall(accessManager, what, () =>
    member
      ? interfaces.accessManager.encodeFunctionData("grantRole", [officeRole(office), account, 0])
      : interfaces.accessManager.encodeFunctionData("revokeRole", [officeRole(office), account]),
  );
}

function scopeValue(scope: OfficeScope): string {
  switch (scope.kind) {
    case "all":
      return zeroWord;
    case "jurisdiction":
      return `0x${Buffer.from(scope.jurisdiction, "latin1").toString("hex").padEnd(64, "0")}`;
    case "scheme":
      return scope.scheme;
  }
}
