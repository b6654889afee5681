/** Namespaces as the chain has them. */
import type { Provider } from "ethers";
import type { Address, NamespaceId } from "../../store/model.js";
import type { NamespaceName } from "../actions/namespaces.js";
import { ledgerContracts } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { namespaceStandingOf, namespaceStatusOf } from "../enums.js";
import { toAddress } from "../hex.js";
import { namespaceId, schemeId } from "../ids.js";
import { atBlock } from "./at.js";

export interface NamespaceState {
  readonly id: NamespaceId;
  readonly holder: Address;
  /** How often it changed hands, 1 after the delegation. */
  readonly epoch: number;
  /** Its own status. */
  readonly status: "active" | "suspended";
  /** Effective status; what has lapsed and is suspended too has lapsed. */
  readonly standing: "live" | "suspended" | "lapsed";
  /** Bytes of the parent's prefix. */
  readonly parentLength: number;
  /** First second at which it is expired, 0 for no expiry of its own. */
  readonly expiry: number;
  /** Generations of namespaces that may be delegated beneath it. */
  readonly levels: number;
  /** Whether identifiers may be registered under the prefix itself. */
  readonly mayIssue: boolean;
  /** Whether it depends on no namespace above it any more. */
  readonly emancipated: boolean;
  /** Whether what it issues itself are sealed records. */
  readonly sealed: boolean;
  /** Epoch with which its present tenure began: 1, until it is delegated anew. */
  readonly tenure: number;
  /** Epoch from which on it answers for what was issued under it. */
  readonly answersSince: number;
  /** Bytes of the prefix of the ancestor that suspended it; null while active. */
  readonly suspendedBy: number | null;
}

/** State of a namespace at a block (the head if left out); null where none is delegated. */
export async function readNamespace(
  provider: Provider,
  deployment: Deployment,
  name: NamespaceName,
  block?: number,
): Promise<NamespaceState | null> {
  const { namespaces } = ledgerContracts(deployment, provider);
  const scheme = schemeId(name.scheme);
  const id = namespaceId(scheme, name.prefix);
  const found = await namespaces.namespaceOf(id, atBlock(block));
  if (found.status === 0n) return null;
  const status = namespaceStatusOf(Number(found.status));
  return {
    id,
    holder: toAddress(found.holder),
    epoch: Number(found.epoch),
    status,
    standing: namespaceStandingOf(Number(await namespaces.standingOf(scheme, name.prefix, atBlock(block)))),
    parentLength: Number(found.parentLength),
    expiry: Number(found.terms.expiry),
    levels: Number(found.terms.levels),
    mayIssue: found.terms.mayIssue,
    emancipated: found.emancipated,
    sealed: found.isSealed,
    // The first tenure begins with the first epoch, whatever word the ledger has for it.
    tenure: Math.max(1, Number(found.tenure)),
    answersSince: Math.max(1, Number(found.answersSince)),
    suspendedBy: status === "suspended" ? Number(found.suspendedBy) : null,
  };
}
