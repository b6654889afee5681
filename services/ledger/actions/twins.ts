/** Calls of the twin registry. */
import type { Address, Digest, TwinId, TwinKind, TwinState } from "../../store/model.js";
import type { Opening } from "../commitment.js";
import { interfaces } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { twinKindCode, twinStateCode } from "../enums.js";
import { type Hex, zeroAddress } from "../hex.js";
import { type Call, makeCall } from "./call.js";

/** Content of one version of a twin. */
export interface TwinContent {
  /** SHA-256 of the content's bytes. */
  readonly digest: Digest;
  readonly mediaType: string;
  /** Empty where the content is not published. */
  readonly uri: string;
}

export interface Royalty {
  /** Of the price, at most 1,000 (10 %). */
  readonly basisPoints: number;
  /** Who is paid; null for the key that controls the author at the time. */
  readonly receiver: Address | null;
}

export interface TwinMint {
  /** Party that wrote the model; its controller has to send the call. */
  readonly author: Address;
  readonly owner: Address;
  readonly kind: TwinKind;
  /** `released` if left out. */
  readonly state?: "draft" | "released";
  /** 1 to 256 bytes of UTF-8. */
  readonly name: string;
  readonly content: TwinContent;
  /** None if left out. */
  readonly royalty?: Royalty;
  /** Of a commitment of the author, made in an earlier block. */
  readonly opening: Opening;
}

/** Commits the party, whose controller has to send the call, to the contents under the root. */
export function commitContents(deployment: Deployment, party: Address, root: Hex): Call {
  return makeCall(deployment.contracts.twins, "commit to contents", () =>
    interfaces.twins.encodeFunctionData("commitContents", [party, root]),
  );
}

/** Mints a twin with its first version; its id is `twinId(content.digest)`. */
export function mintTwin(deployment: Deployment, mint: TwinMint): Call {
  const { author, owner, kind, state = "released", name, content, royalty, opening } = mint;
  return makeCall(deployment.contracts.twins, `mint twin "${name}" for ${owner}`, () =>
    interfaces.twins.encodeFunctionData("mint", [
      author,
      owner,
      {
        kind: twinKindCode(kind),
        state: twinStateCode(state),
        name,
        content,
        royalty: royaltyWords(royalty ?? { basisPoints: 0, receiver: null }),
      },
      openingWords(opening),
    ]),
  );
}

/**
 * Appends a version; the controller of the twin's owner has to send it.
 * @param opening Of a commitment of the owner, made in an earlier block.
 */
export function publishTwin(
  deployment: Deployment,
  twin: TwinId,
  content: TwinContent,
  opening: Opening,
): Call {
  return makeCall(deployment.contracts.twins, `publish a version of twin ${twin}`, () =>
    interfaces.twins.encodeFunctionData("publish", [twin, content, openingWords(opening)]),
  );
}

/** Moves a twin to another state; the controller of its owner has to send it. `withdrawn` is for ever. */
export function setTwinState(deployment: Deployment, twin: TwinId, state: TwinState, reason: string): Call {
  return makeCall(deployment.contracts.twins, `make twin ${twin} ${state}`, () =>
    interfaces.twins.encodeFunctionData("setState", [twin, twinStateCode(state), reason]),
  );
}

/** Lowers the royalty, or changes who is paid; the controller of the author has to send it. */
export function setRoyalty(deployment: Deployment, twin: TwinId, royalty: Royalty): Call {
  return makeCall(deployment.contracts.twins, `set the royalty of twin ${twin}`, () =>
    interfaces.twins.encodeFunctionData("setRoyalty", [twin, royaltyWords(royalty)]),
  );
}

const royaltyWords = ({ basisPoints, receiver }: Royalty) => ({
  basisPoints,
  receiver: receiver ?? zeroAddress,
});

const openingWords = ({ salt, proof }: Opening) => ({ salt, proof: [...proof] });
