/** Progress through several phases: a bar where the end is known, else a count; with the rate of each. */
import { Presets, SingleBar } from "cli-progress";
import type { Context } from "../context.js";

export interface Stages {
  /** @param total null where it is not known. */
  update(stage: string, done: number, total: number | null): void;
  /** May be called again. */
  stop(): void;
}

const none: Stages = { update: () => undefined, stop: () => undefined };
const line = "{stage} {bar} {percentage} % · {value}/{total} · {rate}/s · {eta_formatted} left";
const openLine = "{stage} · {value} · {rate}/s";

/** For people at a terminal alone. */
export function progressStages({ io, output }: Context): Stages {
  const stream = io.stderr;
  if (output.json || stream.isTTY !== true) return none;
  let shown: { readonly stage: string; readonly bar: SingleBar; readonly began: number } | null = null;
  const stop = (): void => {
    shown?.bar.stop();
    shown = null;
  };
  return {
    update(stage, done, total) {
      if (shown?.stage !== stage) {
        stop();
        const format = total === null ? openLine : line;
        const bar = new SingleBar(
          { stream, format, clearOnComplete: true, etaBuffer: 1_000 },
          Presets.shades_classic,
        );
        bar.start(total ?? 1, 0, { stage, rate: "0" });
        shown = { stage, bar, began: performance.now() };
      }
      const seconds = (performance.now() - shown.began) / 1000;
      const rate = seconds < 0.5 ? "…" : Math.round(done / seconds).toLocaleString("en");
      shown.bar.update(done, { stage, rate });
    },
    stop,
  };
}
