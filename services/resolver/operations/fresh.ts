/**
 * For answers to whoever is known, and for those that others go by without asking again: an index that stands still would let ended rights
 * live on, and keys that were taken away.
 */
import { ResolverError } from "../errors.js";
import type { Service } from "../service.js";
import { unreadiness } from "./health.js";

/** What tells how far the index is. */
export type Followed = Pick<Service, "followerStatus" | "maxLag">;

/** @throws ResolverError RESOLVER_NOT_READY where the index is further behind than it may be. */
export function requireFresh({ followerStatus, maxLag }: Followed): void {
  const reason = unreadiness(followerStatus(), maxLag);
  if (reason === null) return;
  throw new ResolverError("RESOLVER_NOT_READY", reason, {
    hint: "Ask /readyz how far it is, and try again.",
  });
}
