/** A progress bar on stderr, for people at a terminal alone. */
import { Presets, SingleBar } from "cli-progress";
import type { OutputStream } from "../io.js";

export interface Progress {
  update(done: number): void;
  /** May be called again. */
  stop(): void;
}

/**
 * @param stream Where it is shown; null for nowhere.
 * @param unit What is counted, in the plural.
 */
export function progressBar(stream: OutputStream | null, total: number, unit: string): Progress {
  if (stream?.isTTY !== true) return { update: () => undefined, stop: () => undefined };
  const bar = new SingleBar(
    {
      stream,
      format: `{bar} {percentage} % · {value}/{total} ${unit} · {eta_formatted} left`,
      clearOnComplete: true,
    },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  return { update: (done) => bar.update(done), stop: () => bar.stop() };
}
