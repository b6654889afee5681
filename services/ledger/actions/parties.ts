/** Calls of the party registry. */
import type { Address, Digest, PartyKind } from "../../store/model.js";
import { interfaces } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { partyKindCode } from "../enums.js";
import { zeroWord } from "../hex.js";
import { type Call, makeCall } from "./call.js";

/** What a party says of itself. */
export interface PartyProfile {
  readonly kind: PartyKind;
  /** 1 to 256 bytes of UTF-8. */
  readonly name: string;
  /** `lei:…`, `uscc:…`, `bpn:…`; empty for none. */
  readonly legalId: string;
  /** SHA-256 of the profile document. */
  readonly profileDigest: Digest | null;
  /** Empty for none. */
  readonly profileUri: string;
}

/** Registers `identity` as a party; its controller has to send it. */
export function registerParty(deployment: Deployment, identity: Address, profile: PartyProfile): Call {
  const { profileDigest, kind, ...texts } = profile;
  return makeCall(deployment.contracts.parties, `register party "${profile.name}" (${identity})`, () =>
    interfaces.parties.encodeFunctionData("register", [
      identity,
      { ...texts, kind: partyKindCode(kind), profileDigest: profileDigest ?? zeroWord },
    ]),
  );
}
