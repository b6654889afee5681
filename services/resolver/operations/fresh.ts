/** For answers that others go by without asking again: an index that stands still would let ended rights live on. */
import { ResolverError } from "../errors.js";
import type { Service } from "../service.js";
import { unreadiness } from "./health.js";

/** @throws ResolverError RESOLVER_NOT_READY where the index is further behind than it may be. */
export function requireFresh({ followerStatus, maxLag }: Pick<Service, "followerStatus" | "maxLag">): void {
  const reason = unreadiness(followerStatus(), maxLag);
  if (reason === null) return;
  throw new ResolverError("RESOLVER_NOT_READY", reason, {
    hint: "Ask /readyz how far it is, and try again.",
  });
}
