/** How long after its block a registration answers over HTTP. */
import { mkdtemp, rm } from "node:fs/promises";
import { Agent, get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startBusyChain } from "../index/chain.js";
import { registerSerials } from "../index/traffic.js";
import { quantile } from "../measure.js";
import { figure, type Section } from "../report.js";
import { serialOf } from "../world/names.js";
import { startShipped } from "./shipped.js";

/** Longer than anything should take; a benchmark that waits for ever says nothing. */
const patience = 60_000;

/** @param registrations each in a block of its own. */
export async function benchLive(anvil: string, registrations: number): Promise<Section> {
  const chain = await startBusyChain(anvil, 1);
  const folder = await mkdtemp(join(tmpdir(), "cadastre-bench-live-"));
  const resolver = await startShipped(chain, join(folder, "index"));
  try {
    const ask = asker(resolver.url);
    await ask.until(serialOf(0));
    const times: number[] = [];
    for (let number = 1; number <= registrations; number += 1) {
      await registerSerials({ ...chain, records: 1, first: number, perBlock: 1 });
      const mined = performance.now();
      await ask.until(serialOf(number));
      times.push(performance.now() - mined);
    }
    const seconds = times.reduce((sum, time) => sum + time, 0) / 1_000;
    const p50 = quantile(times, 0.5);
    const p99 = quantile(times, 0.99);
    return {
      title: "Live: from the node's word that a block is mined to the answer that has it",
      note: "milliseconds; one registration a block, asked for without a pause until it resolves; the index is synced to the disk before",
      figures: [
        figure("a registration", "blocks", registrations / seconds, {}, { "p50 ms": p50, "p99 ms": p99 }),
      ],
    };
  } finally {
    await resolver.stop();
    await chain.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Asks over one connection that stays open. */
function asker(url: string): { until(path: string): Promise<void> } {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const status = (path: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      get(`${url}/${path}`, { agent }, (response) => {
        response.resume().once("end", () => resolve(response.statusCode));
      }).once("error", reject);
    });
  return {
    async until(path) {
      const end = performance.now() + patience;
      while ((await status(path)) !== 307) {
        if (performance.now() > end) throw new Error(`${path} did not resolve within ${patience / 1_000} s`);
      }
    },
  };
}
