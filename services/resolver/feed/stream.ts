/** One feed: messages of Server-Sent Events (WHATWG HTML, section 9.2), sent no faster than its reader takes them. */
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { EventPosition } from "../../store/events.js";
import type { Store } from "../../store/store.js";
import { checkpointOf, type Feeds } from "./feeds.js";
import { textOfPosition } from "./position.js";
import { idOf, messageText } from "./present.js";
import { type Step, stepFrom, type Wanted } from "./step.js";

export interface Feed {
  readonly store: Store;
  readonly feeds: Feeds;
  readonly wanted: Wanted;
  readonly from: EventPosition | null;
}

/** Milliseconds after which a reader that lost the connection comes back. */
const retry = 3_000;

/**
 * Sends what there is and what comes, until the reader goes, is too slow, or the resolver ends. The reader goes on from the last
 * id that it has: nothing is kept of it.
 */
export async function streamFeed(res: ServerResponse, { store, feeds, wanted, from }: Feed): Promise<void> {
  const gone = new AbortController();
  res.once("close", () => gone.abort());
  const { heartbeat, patience } = feeds.limits;
  let position = from;
  let told = textOfPosition(from);

  /** @returns Whether the reader took it. */
  const send = async (text: string): Promise<boolean> => {
    if (gone.signal.aborted) return false;
    if (res.write(text)) return true;
    try {
      await once(res, "drain", { signal: AbortSignal.any([gone.signal, AbortSignal.timeout(patience)]) });
      return true;
    } catch {
      res.destroy();
      return false;
    }
  };

  const sendStep = async ({ messages, position: reached }: Step): Promise<boolean> => {
    for (const message of messages) if (!(await send(messageText(message)))) return false;
    const last = messages.at(-1);
    if (last !== undefined) told = idOf(last);
    position = reached;
    return true;
  };

  // A reader that hears of nothing and comes back begins where it began.
  if (!(await send(`retry: ${retry}\nid: ${told}\n\n`))) return;
  let quiet = performance.now();
  while (!gone.signal.aborted && !feeds.ending.aborted) {
    const known = await checkpointOf(store);
    const step = await store.readAsync((view) => stepFrom(view, position, wanted));
    if (!(await sendStep(step))) return;
    if (step.messages.length > 0) quiet = performance.now();
    if (step.more) continue;
    const left = quiet + heartbeat - performance.now();
    if (left <= 0) {
      // What was passed over need not be read again: an id without data moves the reader on (section 9.2.6).
      const here = textOfPosition(position);
      if (!(await send(here === told ? ":\n\n" : `id: ${here}\n\n`))) return;
      told = here;
      quiet = performance.now();
    }
    await feeds.news(known, Math.max(left, 1), gone.signal);
  }
  res.end();
}
