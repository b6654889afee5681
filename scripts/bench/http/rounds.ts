/** Requests per second of several servers, asked the same in turn. */
import { median } from "../measure.js";
import type { HttpContender } from "./contender.js";
import type { LoadProcess, LoadRequest, LoadResult } from "./loadProcess.js";

/** One server and what it is asked. */
export interface Lane {
  readonly name: string;
  readonly server: HttpContender;
  readonly paths: readonly string[];
  /** Its `Accept` header. */
  readonly accept: string;
  readonly status: number;
  /** Threads that answer, each of which has to be warm; where not given, one. */
  readonly threads?: number;
}

/** Medians over the rounds. */
export interface HttpRate {
  readonly perSecond: number;
  /** Milliseconds, with all connections at work. */
  readonly p50: number;
  readonly p99: number;
  /** Microseconds of the server's processor time a request. It holds where the load generator is the slower one, too. */
  readonly cpu: number;
}

export interface RoundOptions {
  readonly load: LoadProcess;
  /** Seconds of one round of one server. */
  readonly seconds: number;
  readonly rounds: number;
  /** Requests to each thread before what counts; where not given as many as a server needs to be what anybody uses. */
  readonly warmUp?: number;
}

const connections = 64;

/** As many to all, for the fast ones would else be compiled to the end when the slow ones have just begun. */
const usualWarmUp = 12_000;

export async function runRounds(
  lanes: readonly Lane[],
  { load, seconds, rounds, warmUp = usualWarmUp }: RoundOptions,
): Promise<ReadonlyMap<string, HttpRate>> {
  const rates = new Map(lanes.map(({ name }) => [name, [] as HttpRate[]]));
  if (warmUp > 0)
    for (const lane of lanes) await oneRound(lane, load, { requests: warmUp * (lane.threads ?? 1) });
  for (let round = 0; round < rounds; round += 1) {
    for (const lane of lanes) rates.get(lane.name)?.push(await oneRound(lane, load, { seconds }));
  }
  return new Map([...rates].map(([name, all]) => [name, medianOf(all)]));
}

async function oneRound(lane: Lane, load: LoadProcess, until: LoadRequest["until"]): Promise<HttpRate> {
  const { url, cpu } = lane.server;
  const before = await cpu();
  const result = await load.run({ url, paths: [...lane.paths], accept: lane.accept, until, connections });
  const used = (await cpu()) - before;
  refuseOthers(lane, result);
  const { requests, p50, p99 } = result;
  return { perSecond: requests / result.seconds, p50, p99, cpu: used / requests };
}

/** A server that answers with errors may be fast, but that is no result. */
function refuseOthers({ name, status }: Lane, { statuses }: LoadResult): void {
  const others = Object.keys(statuses).filter((found) => found !== String(status));
  if (others.length > 0)
    throw new Error(`${name} answered ${JSON.stringify(statuses)}, and not ${status} alone`);
}

function medianOf(rates: readonly HttpRate[]): HttpRate {
  const of = (pick: (rate: HttpRate) => number): number => median(rates.map(pick));
  return {
    perSecond: of((rate) => rate.perSecond),
    p50: of((rate) => rate.p50),
    p99: of((rate) => rate.p99),
    cpu: of((rate) => rate.cpu),
  };
}

/** @throws Error where the lane was not measured. */
export function rateIn(rates: ReadonlyMap<string, HttpRate>, name: string): HttpRate {
  const rate = rates.get(name);
  if (rate === undefined) throw new Error(`${name} was not measured`);
  return rate;
}
