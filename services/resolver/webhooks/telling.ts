/**
 * Tells one subscription's messages, one after the other in the order of the feed: what a message says may depend on those before
 * it. It goes on from its own place after a kill; a message that was being sent then is sent again.
 */
import { setTimeout as wait } from "node:timers/promises";
import type { Store } from "../../store/store.js";
import { ResolverError } from "../errors.js";
import { checkpointOf, type Feeds } from "../feed/feeds.js";
import { parsePosition, textOfPosition } from "../feed/position.js";
import { filterOf } from "../feed/query.js";
import { type Step, stepFrom } from "../feed/step.js";
import type { WebhookDatabase } from "./database.js";
import { type Message, messageOf } from "./message.js";
import { pauseAfter, type Schedule } from "./schedule.js";
import { attempt, isDelivered } from "./send.js";
import {
  type Attempt,
  type Delivery,
  filterSchema,
  type Progress,
  type Subscription,
} from "./subscription.js";
import type { Targets } from "./target.js";

export interface TellingOptions {
  readonly store: Store;
  readonly database: WebhookDatabase;
  readonly feeds: Pick<Feeds, "news">;
  readonly targets: Targets;
  readonly schedule: Schedule;
}

/** Deliveries that are kept of a subscription. */
export const keptDeliveries = 1_000;
const keptAttempts = 10;
/** Milliseconds after which it looks for news by itself. */
const patience = 60_000;

const gone = 410;

/** Ends when the signal fires, when the receiver wants no more, or when its place is no longer known. */
export async function tell(
  subscription: Subscription,
  options: TellingOptions,
  signal: AbortSignal,
): Promise<void> {
  const { store, database, feeds } = options;
  const wanted = {
    filter: filterOf(filterSchema.parse(subscription.filter)),
    final: subscription.finality === "final",
  };
  let progress = (await database.progress(subscription.id)) ?? begun(subscription);
  while (!signal.aborted && progress.state === "active") {
    const known = await checkpointOf(store);
    const from = parsePosition(progress.after);
    const step = await nextStep(() => store.readAsync((view) => stepFrom(view, from, wanted)));
    if (step === "unknown") {
      await database.note(subscription.id, { ...progress, state: "ended" }, null, null);
      return;
    }
    for (const each of step?.messages ?? []) {
      progress = await deliver(subscription, messageOf(each, Date.now()), progress, options, signal);
      if (signal.aborted || progress.state === "ended") return;
    }
    if (step !== null) progress = await moveOn(database, subscription, progress, step);
    if (step?.more !== true) await feeds.news(known, patience, signal);
  }
}

const begun = ({ after }: Subscription): Progress => ({
  after,
  attempts: 0,
  due: 0,
  state: "active",
  count: 0,
});

/** null where there may be one later; `unknown` for a place that this index cannot go on from. */
async function nextStep(step: () => Promise<Step>): Promise<Step | "unknown" | null> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof ResolverError)) throw error;
    return error.code === "RESOLVER_EVENT_FORGOTTEN" ? "unknown" : null;
  }
}

/** Past what the filter left out. */
async function moveOn(
  database: WebhookDatabase,
  { id }: Subscription,
  progress: Progress,
  { position }: Step,
): Promise<Progress> {
  const after = textOfPosition(position);
  if (after === progress.after) return progress;
  const next = { ...progress, after };
  await database.note(id, next, null, null);
  return next;
}

/** Tries until it is told or given up. */
async function deliver(
  subscription: Subscription,
  message: Message,
  before: Progress,
  { database, targets, schedule }: TellingOptions,
  signal: AbortSignal,
): Promise<Progress> {
  let progress = before;
  // A kill may have come between attempts: they count, and so does the wait.
  let delivery =
    progress.attempts === 0 ? null : await database.delivery(subscription.id, progress.count - 1);
  if (delivery !== null && delivery.message !== message.id) {
    // The chain replaced its block meanwhile: another message comes first now.
    await database.putDelivery(subscription.id, { ...delivery, state: "dead" });
    delivery = null;
    progress = { ...progress, attempts: 0, due: 0 };
  }
  for (;;) {
    if (!(await until(progress.due, signal))) return progress;
    // What could not be noted would be sent again and again.
    await database.mend();
    // It may have been removed meanwhile.
    if ((await database.subscription(subscription.id)) === null) return { ...progress, state: "ended" };
    const sent = delivery ?? newDelivery(message, progress.count);
    const made = await attempt(
      subscription,
      { id: sent.message, body: sent.body },
      targets,
      Date.now(),
      signal,
    );
    if (signal.aborted) return progress;
    const attempts = progress.attempts + 1;
    const pause = isDelivered(made) ? null : pauseAfter(schedule, attempts, made.status);
    const over = isDelivered(made) || made.status === gone || pause === null;
    delivery = {
      ...withAttempt(sent, made),
      state: isDelivered(made) ? "delivered" : over ? "dead" : "pending",
    };
    const first = progress.attempts === 0;
    progress = {
      after: over ? message.after : progress.after,
      attempts: over ? 0 : attempts,
      due: over ? 0 : Date.now() + pause,
      state: made.status === gone ? "ended" : "active",
      count: progress.count + (first ? 1 : 0),
    };
    const dropped = first && delivery.number >= keptDeliveries ? delivery.number - keptDeliveries : null;
    await database.note(subscription.id, progress, delivery, dropped);
    if (over) return progress;
  }
}

function newDelivery({ id, body }: Message, number: number): Delivery {
  return { number, message: id, state: "pending", attempts: [], body };
}

export function withAttempt(delivery: Delivery, made: Attempt): Delivery {
  return { ...delivery, attempts: [...delivery.attempts, made].slice(-keptAttempts) };
}

/** @returns Whether the time came; false where the signal fired before. */
async function until(due: number, signal: AbortSignal): Promise<boolean> {
  const left = due - Date.now();
  if (left <= 0) return !signal.aborted;
  try {
    await wait(left, undefined, { signal, ref: false });
    return true;
  } catch {
    return false;
  }
}
