/** How fast what is in the index is read while more comes in. */
import type { LoadProcess } from "../http/loadProcess.js";
import { type Lane, type RoundOptions, rateIn, runRounds } from "../http/rounds.js";
import type { BusyChain } from "../index/chain.js";
import { registerSerials } from "../index/traffic.js";
import { median } from "../measure.js";
import { figure, type Section } from "../report.js";
import { serialOf } from "../world/names.js";
import { lagOf, startShipped, untilLag } from "./shipped.js";

export interface ReadingOptions {
  readonly load: LoadProcess;
  /** Registrations that are read; the chain has them. */
  readonly present: number;
  /** Registrations that come in meanwhile. */
  readonly more: number;
}

/** Requests to a server that has just begun to read the chain, before what counts. */
const busyWarmUp = 3_000;

/** @param store folder for the index. */
export async function benchReading(
  chain: BusyChain,
  store: string,
  { load, present, more }: ReadingOptions,
): Promise<Section> {
  const idle = await withResolver(chain, store, async (lane) => {
    await untilLag(lane.server.url, (lag) => lag === 0);
    return runLane(lane, { load, seconds: 2, rounds: 3 }, present);
  });
  await registerSerials({ ...chain, records: more, first: present, perBlock: 100 });
  const busy = await withResolver(chain, store, async (lane) => {
    await untilLag(lane.server.url, (lag) => lag !== null);
    const rates = await whileBehind(lane.server.url, (turn) =>
      // The backfill does not wait until the server is warm.
      runLane(lane, { load, seconds: 1, rounds: 1, warmUp: turn === 0 ? busyWarmUp : 0 }, present),
    );
    if (rates.length === 0) throw new Error("The backfill was over before the reading: give more --records");
    return {
      perSecond: median(rates.map(({ perSecond }) => perSecond)),
      p99: median(rates.map(({ p99 }) => p99)),
    };
  });
  return {
    title: `Reads while ${more.toLocaleString("en")} registrations come in`,
    note: "redirects of registrations that are in the index already; node, follower, HTTP and load share the machine's cores",
    figures: [
      figure("idle", "requests", idle.perSecond, {}, { "p99 ms": idle.p99 }),
      figure(
        "during the backfill",
        "requests",
        busy.perSecond,
        { idle: idle.perSecond },
        { "p99 ms": busy.p99 },
      ),
    ],
  };
}

/** What was measured before the index had come along. */
async function whileBehind<Rate>(
  url: string,
  measured: (turn: number) => Promise<Rate>,
): Promise<readonly Rate[]> {
  const rates: Rate[] = [];
  for (;;) {
    const rate = await measured(rates.length);
    if ((await lagOf(url)) === 0) return rates;
    rates.push(rate);
  }
}

async function withResolver<Result>(
  chain: BusyChain,
  store: string,
  use: (lane: Omit<Lane, "paths">) => Promise<Result>,
): Promise<Result> {
  const server = await startShipped(chain, store);
  try {
    return await use({ name: "redirect", server, accept: "*/*", status: 307 });
  } finally {
    await server.stop();
  }
}

async function runLane(lane: Omit<Lane, "paths">, options: RoundOptions, present: number) {
  const paths = Array.from({ length: present }, (_, number) => `/${serialOf(number)}`);
  return rateIn(await runRounds([{ ...lane, paths }], options), lane.name);
}
