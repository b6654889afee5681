/** Calls of the namespace registry. */
import type { Address } from "../../store/model.js";
import { interfaces } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { schemeId } from "../ids.js";
import { type Call, makeCall } from "./call.js";

/** A namespace by its names. */
export interface NamespaceName {
  /** Name of the scheme, such as `gs1`. */
  readonly scheme: string;
  /** Full canonical prefix, empty for the root. */
  readonly prefix: string;
}

const title = ({ scheme, prefix }: NamespaceName): string => `namespace ${scheme} "${prefix}"`;

/** Delegates a prefix to the party `holder`; the controller of the parent's holder has to send it. */
export function delegateNamespace(
  deployment: Deployment,
  name: NamespaceName,
  /** Bytes of the parent's prefix: the closest namespace above. */
  parentLength: number,
  holder: Address,
): Call {
  return makeCall(deployment.contracts.namespaces, `delegate ${title(name)} to ${holder}`, () =>
    interfaces.namespaces.encodeFunctionData("delegate", [
      schemeId(name.scheme),
      parentLength,
      name.prefix,
      holder,
    ]),
  );
}

/** Suspends a namespace and all beneath it, as the holder of the ancestor whose prefix has `ancestorLength` bytes. */
export function suspendNamespace(
  deployment: Deployment,
  name: NamespaceName,
  ancestorLength: number,
  reason: string,
): Call {
  return makeCall(deployment.contracts.namespaces, `suspend ${title(name)}`, () =>
    interfaces.namespaces.encodeFunctionData("suspend", [
      schemeId(name.scheme),
      name.prefix,
      ancestorLength,
      reason,
    ]),
  );
}

/** Ends a suspension, as the holder of the ancestor that suspended or of one above it. */
export function reinstateNamespace(
  deployment: Deployment,
  name: NamespaceName,
  ancestorLength: number,
  reason: string,
): Call {
  return makeCall(deployment.contracts.namespaces, `reinstate ${title(name)}`, () =>
    interfaces.namespaces.encodeFunctionData("reinstate", [
      schemeId(name.scheme),
      name.prefix,
      ancestorLength,
      reason,
    ]),
  );
}
