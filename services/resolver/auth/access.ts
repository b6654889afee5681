/** What the resolver needs to tell who asks; each HTTP thread has its own, over what all of them share. */
import { type ContractAccounts, contractAccounts } from "./contractAccounts.js";
import { makeNonceTable, type NonceTable, type UsedOnce, usedOnce } from "./nonces.js";
import { makeSessionKey, openSessionKey, readSessionKey, type SessionKey } from "./sessionKey.js";

/** What all HTTP threads share; it can be sent to them. */
export interface SharedAccess {
  /** PKCS #8 in PEM. */
  readonly sessionKey: string;
  readonly nonces: NonceTable;
}

export interface Access {
  readonly sessionKey: SessionKey;
  readonly once: UsedOnce;
  readonly contracts: ContractAccounts;
}

/**
 * @param keyFile File of the key of sessions; without one, a key is made.
 * @param now Unix seconds: nothing that is older is taken for unused.
 * @throws ResolverError RESOLVER_INVALID_CONFIG
 */
export function shareAccess(keyFile: string | undefined, now: number): SharedAccess {
  return {
    sessionKey: keyFile === undefined ? makeSessionKey() : readSessionKey(keyFile),
    nonces: makeNonceTable(now),
  };
}

/** @param rpcUrl Node that is asked about contract accounts. */
export async function openAccess({ sessionKey, nonces }: SharedAccess, rpcUrl: string): Promise<Access> {
  return {
    sessionKey: await openSessionKey(sessionKey),
    once: usedOnce(nonces),
    contracts: contractAccounts(rpcUrl),
  };
}
