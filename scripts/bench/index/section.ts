/** How fast the index comes in from the chain, and how far that is from what it could be. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "../measure.js";
import { figure, type Section } from "../report.js";
import { timeBackfill } from "./backfill.js";
import type { BusyChain } from "./chain.js";
import { timeDecode, timeFetch, timeParseLog, timeWrite } from "./limits.js";
import { timeMinimum } from "./minimumThread.js";

interface Times {
  readonly backfill: number;
  readonly minimum: number;
  readonly fetch: number;
  readonly decode: number;
  readonly parseLog: number;
  readonly write: number;
}

/** @param rounds Rounds that count, after one that warms up. */
export async function benchIndex(chain: BusyChain, rounds: number): Promise<Section> {
  const folder = await mkdtemp(join(tmpdir(), "cadastre-bench-index-"));
  try {
    const all: Times[] = [];
    let events = 0;
    let puts = 0;
    for (let round = 0; round <= rounds; round += 1) {
      const measured = await oneRound(chain, join(folder, String(round)));
      ({ events, puts } = measured);
      if (round > 0) all.push(measured.times);
    }
    return sectionOf(all, events, puts, chain.head);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function oneRound(chain: BusyChain, location: string) {
  const backfill = await timeBackfill(chain, location);
  const minimum = await timeMinimum(chain, `${location}-minimum`);
  const { ms: fetch, logs } = await timeFetch(chain);
  const decode = timeDecode(chain, logs);
  const parseLog = timeParseLog(chain, logs);
  const { ms: write, puts } = await timeWrite(location, `${location}-raw`);
  return { events: logs.length, puts, times: { backfill, minimum, fetch, decode, parseLog, write } };
}

function sectionOf(all: readonly Times[], events: number, puts: number, blocks: number): Section {
  const rate = (pick: (times: Times) => number): number => (events * 1_000) / median(all.map(pick));
  const fetch = rate((times) => times.fetch);
  const decode = rate((times) => times.decode);
  const write = rate((times) => times.write);
  const minimum = rate((times) => times.minimum);
  const limit = rate((times) => times.fetch + times.decode + times.write);
  const parseLog = rate((times) => times.parseLog);
  const count = (number: number): string => number.toLocaleString("en");
  return {
    title: `Index: ${count(events)} events in ${count(blocks)} blocks`,
    note: `the limit is fetch, decode and write one after the other; write is ${count(puts)} puts in one Level batch`,
    figures: [
      figure(
        "follower, from nothing to the head",
        "events",
        rate((times) => times.backfill),
        { "a minimum by hand": minimum, limit },
      ),
      figure("a minimum by hand: headers, decoding, one JSON record an event", "events", minimum),
      figure("the limit", "events", limit),
      figure("  eth_getLogs alone", "events", fetch),
      figure("  decoding alone", "events", decode, { "ethers' parseLog": parseLog }),
      figure("  ethers' parseLog alone", "events", parseLog),
      figure("  writing alone", "events", write),
    ],
  };
}
