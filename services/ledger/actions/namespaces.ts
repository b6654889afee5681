/** Calls of the namespace registry. */
import type { Address, NamespaceTerms } from "../../store/model.js";
import type { DelegationCertificate } from "../certificates.js";
import { interfaces } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import type { Hex } from "../hex.js";
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

/**
 * Delegates a prefix to the party `holder`; the controller of the parent's holder has to send it.
 * @param parentLength Bytes of the parent's prefix: the closest namespace above that has not lapsed.
 * @param terms For good, as deep as the parent may, and to issue, where left out.
 */
export function delegateNamespace(
  deployment: Deployment,
  name: NamespaceName,
  parentLength: number,
  holder: Address,
  terms?: NamespaceTerms,
): Call {
  const place = [schemeId(name.scheme), parentLength, name.prefix, holder] as const;
  return makeCall(deployment.contracts.namespaces, `delegate ${title(name)} to ${holder}`, () =>
    terms === undefined
      ? interfaces.namespaces.encodeFunctionData("delegate", [...place])
      : interfaces.namespaces.encodeFunctionData("delegateOnTerms", [...place, terms]),
  );
}

/** Delegates by a certificate that the controller of the parent's holder signed; anyone may send it. */
export function submitCertificate(
  deployment: Deployment,
  certificate: DelegationCertificate,
  signature: Hex,
): Call {
  const describe = `delegate ${title(certificate)} to ${certificate.holder} by certificate`;
  return makeCall(deployment.contracts.namespaces, describe, () =>
    interfaces.namespaces.encodeFunctionData("delegateByCertificate", [encoded(certificate), signature]),
  );
}

/** Makes a certificate useless; the controller of the holder of the parent that it names has to send it. */
export function cancelCertificate(deployment: Deployment, certificate: DelegationCertificate): Call {
  const describe = `cancel the certificate for ${title(certificate)}`;
  return makeCall(deployment.contracts.namespaces, describe, () =>
    interfaces.namespaces.encodeFunctionData("cancelCertificate", [encoded(certificate)]),
  );
}

const encoded = ({ scheme, ...certificate }: DelegationCertificate) => ({
  ...certificate,
  scheme: schemeId(scheme),
});

/**
 * Puts off the expiry of a namespace, as the holder of its parent.
 * @param expiry First second at which it is expired, 0 for good.
 */
export function renewNamespace(deployment: Deployment, name: NamespaceName, expiry: number): Call {
  return makeCall(deployment.contracts.namespaces, `renew ${title(name)}`, () =>
    interfaces.namespaces.encodeFunctionData("renew", [schemeId(name.scheme), name.prefix, expiry]),
  );
}

/** Gives a namespace back, as its holder: it is expired from now on. */
export function surrenderNamespace(deployment: Deployment, name: NamespaceName): Call {
  return makeCall(deployment.contracts.namespaces, `surrender ${title(name)}`, () =>
    interfaces.namespaces.encodeFunctionData("surrender", [schemeId(name.scheme), name.prefix]),
  );
}

/** Makes a namespace independent of those above it, as the holder of its parent. */
export function emancipateNamespace(deployment: Deployment, name: NamespaceName): Call {
  return makeCall(deployment.contracts.namespaces, `emancipate ${title(name)}`, () =>
    interfaces.namespaces.encodeFunctionData("emancipate", [schemeId(name.scheme), name.prefix]),
  );
}

/**
 * Has a namespace answer again for what was issued under it before its present tenure, as its holder.
 * @param since Holding epoch from which on, 1 for all.
 */
export function adoptTenures(deployment: Deployment, name: NamespaceName, since: number): Call {
  return makeCall(
    deployment.contracts.namespaces,
    `adopt what ${title(name)} issued from epoch ${since} on`,
    () => interfaces.namespaces.encodeFunctionData("adopt", [schemeId(name.scheme), name.prefix, since]),
  );
}

/** Has a namespace issue sealed records only, as its holder, for as long as its tenure lasts. */
export function sealNamespace(deployment: Deployment, name: NamespaceName): Call {
  return makeCall(deployment.contracts.namespaces, `seal ${title(name)}`, () =>
    interfaces.namespaces.encodeFunctionData("seal", [schemeId(name.scheme), name.prefix]),
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
