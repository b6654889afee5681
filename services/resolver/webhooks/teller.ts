/** Tells all subscriptions, each by itself: one whose receiver is away holds up no other. */
import { setTimeout as wait } from "node:timers/promises";
import type { Logger } from "pino";
import { isDiskFull } from "../../errors/diskFull.js";
import { backOff } from "../../index/waiting.js";
import { type TellingOptions, tell } from "./telling.js";

export interface Teller {
  /** Lets attempts under way end; what was not told is told after the next start. */
  stop(): Promise<void>;
}

/** Milliseconds between two looks for subscriptions that are new or were removed. */
const lookInterval = 500;
/** Milliseconds after which a subscription that failed for a reason of the resolver's own is taken up again. */
const restartPause = 5_000;

interface Told {
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

export function startTeller(options: TellingOptions, logger: Logger): Teller {
  const { database } = options;
  const stop = new AbortController();
  const told = new Map<string, Told>();

  const begin = (id: string): void => {
    const own = new AbortController();
    const signal = AbortSignal.any([own.signal, stop.signal]);
    told.set(id, { stop: own, ended: tellFor(id, signal) });
  };
  const tellFor = async (id: string, signal: AbortSignal): Promise<void> => {
    try {
      const subscription = await database.subscription(id);
      if (subscription !== null) await tell(subscription, options, signal);
    } catch (error) {
      // What there is no room for is told once, of the database.
      if (!isDiskFull(error)) logger.error({ err: error, webhook: id }, "webhook broke off");
      await pause(restartPause, signal);
      told.delete(id);
    }
  };

  const look = async (): Promise<void> => {
    const ids = new Set(await database.subscriptionIds());
    for (const id of ids) if (!told.has(id)) begin(id);
    for (const [id, one] of told) {
      if (ids.has(id)) continue;
      one.stop.abort();
      await one.ended;
      told.delete(id);
    }
    // What a removal left behind, also of one before the last start.
    for (const id of await database.begunIds()) if (!ids.has(id)) await database.forget(id);
  };

  const running = (async () => {
    const delays = backOff();
    let isFaulty = false;
    while (!stop.signal.aborted) {
      let rest = lookInterval;
      try {
        await look();
        isFaulty = false;
        delays.reset();
      } catch (error) {
        if (!isFaulty && !isDiskFull(error)) logger.error({ err: error }, "webhooks cannot be read");
        isFaulty = true;
        rest += delays.next();
      }
      await pause(rest, stop.signal);
    }
    await Promise.all([...told.values()].map(({ ended }) => ended));
  })();

  return {
    async stop() {
      stop.abort();
      await running;
    },
  };
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await wait(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);
}
