import type { Request } from "express";
import type { EntityView } from "../../store/view.js";
import type { KnownCaller } from "../auth/caller.js";
import { callerOf } from "../auth/callers.js";
import { ResolverError } from "../errors.js";
import type { Moment } from "../resolution/moment.js";
import type { Service } from "../service.js";

/**
 * Who asks, where the answer is for somebody alone.
 * @throws ResolverError RESOLVER_CALLER_UNKNOWN, and those of `callerOf`.
 */
export async function knownCallerOf(
  service: Service,
  req: Request,
  view: EntityView,
  moment: Moment,
): Promise<KnownCaller> {
  const caller = await callerOf(service, req, view, moment);
  if (caller.kind !== "anonymous") return caller;
  throw new ResolverError("RESOLVER_CALLER_UNKNOWN", "This is answered to a known caller only.", {
    hint: "Sign the request (Authorization: Cadastre-Signature), or log in: POST /v1/login/challenges.",
  });
}
