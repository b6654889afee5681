/** Calls of the registries of twins' lineage and composition. */
import type { Digest, TwinId } from "../../store/model.js";
import { interfaces } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { zeroWord } from "../hex.js";
import { type Call, makeCall } from "./call.js";

export interface TwinParent {
  readonly twin: TwinId;
  /** Digest of the parent's present licence terms, which the child takes; null where it has none. */
  readonly licence: Digest | null;
}

export interface TwinComponent {
  readonly twin: TwinId;
  /** 1 at least. */
  readonly quantity: number;
}

/** Names 1 to 8 parents of a twin, once for ever; the controller of its owner has to send it. */
export function deriveTwin(deployment: Deployment, twin: TwinId, parents: readonly TwinParent[]): Call {
  return makeCall(deployment.contracts.twinLineage, `name the parents of twin ${twin}`, () =>
    interfaces.twinLineage.encodeFunctionData("derive", [
      twin,
      parents.map((parent) => ({ twin: parent.twin, licence: parent.licence ?? zeroWord })),
    ]),
  );
}

/** Closes a twin without children to derivation for ever; the controller of its owner has to send it. */
export function closeToDerivation(deployment: Deployment, twin: TwinId): Call {
  return makeCall(deployment.contracts.twinLineage, `close twin ${twin} to derivation`, () =>
    interfaces.twinLineage.encodeFunctionData("closeToDerivation", [twin]),
  );
}

/** Lists 1 to 64 components of a twin; the controller of its owner has to send it. */
export function composeTwin(
  deployment: Deployment,
  twin: TwinId,
  components: readonly TwinComponent[],
): Call {
  return makeCall(
    deployment.contracts.twinComposition,
    `list ${components.length} components of twin ${twin}`,
    () =>
      interfaces.twinComposition.encodeFunctionData("compose", [
        twin,
        components.map((component) => ({ ...component })),
      ]),
  );
}

/** Takes 1 to 64 components out of a twin; the controller of its owner has to send it. */
export function decomposeTwin(deployment: Deployment, twin: TwinId, components: readonly TwinId[]): Call {
  return makeCall(
    deployment.contracts.twinComposition,
    `take ${components.length} components out of twin ${twin}`,
    () => interfaces.twinComposition.encodeFunctionData("decompose", [twin, [...components]]),
  );
}

/** Ends the listing of a component; the controller of the component's owner has to send it. */
export function refuseComponent(
  deployment: Deployment,
  whole: TwinId,
  component: TwinId,
  reason: string,
): Call {
  return makeCall(
    deployment.contracts.twinComposition,
    `refuse that twin ${whole} lists twin ${component}`,
    () => interfaces.twinComposition.encodeFunctionData("refuse", [whole, component, reason]),
  );
}
