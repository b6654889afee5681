/** A further HTTP thread that is started again whenever it dies, until it is told to stop. */
import type { Logger } from "pino";
import { backOff, pause } from "../../index/waiting.js";
import type { HttpThread } from "./thread.js";

/** Milliseconds after which a thread counts as one that holds: when it dies, the next is started as soon as after the first death. */
const holdsAfter = 60_000;

/**
 * @param start Starts it and waits until it listens; is asked once more for each time it died.
 * @throws what `start` raises the first time; later it is tried again at growing intervals.
 */
export async function startRestarting(
  start: () => Promise<HttpThread>,
  logger: Logger,
): Promise<Pick<HttpThread, "tell" | "stop">> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const delays = backOff();
  let current: HttpThread | null = await start();

  const startAgain = async (): Promise<HttpThread | null> => {
    for (;;) {
      await pause(delays.next(), signal);
      if (signal.aborted) return null;
      try {
        return await start();
      } catch (err) {
        logger.error({ err }, "HTTP thread cannot be started again yet");
      }
    }
  };
  const keep = async (): Promise<void> => {
    while (current !== null) {
      const since = performance.now();
      const why = await current.ended;
      current = null;
      if (why === null) return;
      logger.error({ why }, "HTTP thread died");
      if (performance.now() - since >= holdsAfter) delays.reset();
      current = await startAgain();
      if (current === null) return;
      if (signal.aborted) await current.stop();
      else logger.info("HTTP thread was started again");
    }
  };
  const kept = keep();
  return {
    tell: (status) => current?.tell(status),
    async stop() {
      stopping.abort();
      await current?.stop();
      await kept;
    },
  };
}
