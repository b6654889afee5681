/** A progress bar on stderr, for people at a terminal alone. */
import { Presets, SingleBar } from "cli-progress";

export interface Progress {
  update(done: number): void;
  /** May be called again. */
  stop(): void;
}

/** @param unit What is counted, in the plural. */
export function progressBar(total: number, unit: string, quiet: boolean): Progress {
  if (quiet || process.stderr.isTTY !== true) return { update: () => undefined, stop: () => undefined };
  const bar = new SingleBar(
    {
      stream: process.stderr,
      format: `{bar} {percentage} % · {value}/{total} ${unit} · {eta_formatted} left`,
      clearOnComplete: true,
      hideCursor: true,
    },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  return { update: (done) => bar.update(done), stop: () => bar.stop() };
}
