/** What was shown to whom stands in the access log before the answer goes out. */
import { decisionEvent } from "../accessLog/decisionEvent.js";
import type { RequestContext } from "../auth/context.js";
import type { Service } from "../service.js";
import type { Allowed } from "./mayRead.js";

/**
 * That owners see what is theirs is not logged.
 * @throws AccessLogError ACCESS_LOG_UNAVAILABLE, ACCESS_LOG_IO
 */
export async function logDisclosures(
  { accessLog }: Pick<Service, "accessLog">,
  { view, moment, caller, requestId }: RequestContext,
  shown: readonly Allowed[],
): Promise<void> {
  if (caller.kind === "anonymous") return;
  const setting = { view, block: moment.checkpoint, askedBy: caller.party, requestId };
  const events = shown
    .filter(({ decision }) => decision.reason !== "owner")
    .map(({ question, decision }) => ({
      ...decisionEvent(question, decision, setting),
      kind: "disclosure" as const,
    }));
  if (events.length > 0) await accessLog.record(events);
}
