/** Whom a blinded grant is for, where that may be said: to its grantee and its grantor alone. */
import type { Hex } from "../../ledger/hex.js";
import { blindedGrantee } from "../../ledger/ids.js";
import type { Address, GrantEntity } from "../../store/model.js";
import type { Caller } from "../auth/caller.js";
import type { Service } from "../service.js";
import { untampered } from "../visibility/untampered.js";

interface Opening {
  readonly party: Address;
  readonly salt: Hex;
}

/**
 * @param given What the caller sent, where it did.
 * @returns null for anybody else, and for whoever does not know the salt that nobody entrusted to the resolver.
 */
export async function openedGrantee(
  { vault, logger }: Pick<Service, "vault" | "logger">,
  caller: Caller,
  { id, grantor, grantee }: GrantEntity,
  given: Opening | undefined,
): Promise<Address | null> {
  if (caller.kind === "anonymous" || grantee.kind !== "blinded") return null;
  const opening = given ?? (await untampered(logger, () => vault.blinded(id)));
  if (opening === null || blindedGrantee(opening.party, opening.salt) !== grantee.commitment) return null;
  return caller.party === opening.party || caller.party === grantor ? opening.party : null;
}
