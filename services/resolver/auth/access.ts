/** What the resolver needs to tell who asks; each HTTP thread has its own, over what all of them share. */

import { openAuditKey } from "../audit/key.js";
import { type ContractAccounts, contractAccounts } from "./contractAccounts.js";
import { makeKey, type ResolverKey, readKey } from "./keyFile.js";
import { makeNonceTable, type NonceTable, type UsedOnce, usedOnce } from "./nonces.js";
import { openSessionKey, type SessionKey } from "./sessionKey.js";

/** What all HTTP threads share; it can be sent to them. */
export interface SharedAccess {
  /** PKCS #8 in PEM. */
  readonly sessionKey: string;
  /** PKCS #8 in PEM. */
  readonly auditKey: string;
  readonly nonces: NonceTable;
}

export interface Access {
  readonly sessionKey: SessionKey;
  readonly auditKey: ResolverKey;
  readonly once: UsedOnce;
  readonly contracts: ContractAccounts;
}

/** Files of keys; where there is none, a key is made. */
export interface KeyFiles {
  readonly sessionKeyFile?: string | undefined;
  readonly auditKeyFile?: string | undefined;
}

/**
 * @param now Unix seconds: nothing that is older is taken for unused.
 * @throws ResolverError RESOLVER_INVALID_CONFIG
 */
export function shareAccess({ sessionKeyFile, auditKeyFile }: KeyFiles, now: number): SharedAccess {
  return {
    sessionKey: keyIn(sessionKeyFile, "CADASTRE_SESSION_KEY_FILE"),
    auditKey: keyIn(auditKeyFile, "CADASTRE_AUDIT_KEY_FILE"),
    nonces: makeNonceTable(now),
  };
}

const keyIn = (file: string | undefined, setting: string): string =>
  file === undefined ? makeKey() : readKey(file, setting);

/** @param rpcUrl Node that is asked about contract accounts. */
export async function openAccess(
  { sessionKey, auditKey, nonces }: SharedAccess,
  rpcUrl: string,
): Promise<Access> {
  return {
    sessionKey: await openSessionKey(sessionKey),
    auditKey: await openAuditKey(auditKey),
    once: usedOnce(nonces),
    contracts: contractAccounts(rpcUrl),
  };
}
