/** Calls of the twin registry. */
import type { Address, Digest, TwinId, TwinKind } from "../../store/model.js";
import { interfaces } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { twinKindCode } from "../enums.js";
import { type Call, makeCall } from "./call.js";

/** Content of one version of a twin. */
export interface TwinContent {
  /** SHA-256 of the content's bytes. */
  readonly digest: Digest;
  readonly mediaType: string;
  /** Empty where the content is not published. */
  readonly uri: string;
}

export interface TwinMint {
  /** Party that wrote the model; its controller has to send the call. */
  readonly author: Address;
  readonly owner: Address;
  readonly kind: TwinKind;
  /** 1 to 256 bytes of UTF-8. */
  readonly name: string;
  readonly content: TwinContent;
}

/** Mints a twin with its first version; its id is `twinId(content.digest)`. */
export function mintTwin(deployment: Deployment, { author, owner, kind, name, content }: TwinMint): Call {
  return makeCall(deployment.contracts.twins, `mint twin "${name}" for ${owner}`, () =>
    interfaces.twins.encodeFunctionData("mint", [author, owner, twinKindCode(kind), name, content]),
  );
}

/** Appends a version; the controller of the twin's owner has to send it. */
export function publishTwin(deployment: Deployment, twin: TwinId, content: TwinContent): Call {
  return makeCall(deployment.contracts.twins, `publish a version of twin ${twin}`, () =>
    interfaces.twins.encodeFunctionData("publish", [twin, content]),
  );
}
