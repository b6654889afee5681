/** The vault takes only what the ledger has a commitment of, from whose word it is. */
import { ResolverError } from "../errors.js";
import type { Moment } from "../resolution/moment.js";

/** @throws ResolverError RESOLVER_NOT_COMMITTED */
export function requireCommitted(isCommitted: boolean, { checkpoint: { number, hash } }: Moment): void {
  if (isCommitted) return;
  throw new ResolverError("RESOLVER_NOT_COMMITTED", "The ledger has no commitment of that.", {
    hint: "Publish the commitment first; where that is done, send it again when the index has come to that block.",
    details: { asOf: { number, hash } },
  });
}

/** @throws ResolverError RESOLVER_NOT_OURS */
export function requireOwn(isOwn: boolean, what: string): void {
  if (isOwn) return;
  throw new ResolverError("RESOLVER_NOT_OURS", `The ${what} is not the caller's.`, {
    hint: "Sign with the key of the party whose it is at the block that the index has read.",
  });
}

/** @throws ResolverError RESOLVER_UNKNOWN_THING */
export function known<Entity>(entity: Entity | null, what: string): Entity {
  if (entity !== null) return entity;
  throw new ResolverError("RESOLVER_UNKNOWN_THING", `There is no such ${what}.`, { hint: "Check the id." });
}
