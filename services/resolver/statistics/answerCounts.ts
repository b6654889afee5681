/**
 * How many resolutions were answered, by day and protocol, over restarts. A request pays nothing for it: what is measured of it anyway
 * is looked at now and then, and what has come since is added. Each thread has rows of its own, so that none waits for another; they
 * are summed when somebody asks. What a killed process had counted in its last seconds is lost.
 */
import { ClassicLevel } from "classic-level";
import { z } from "zod";
import { type Day, dayOf } from "../../store/activity.js";
import { openMended } from "../../store/mendedWrites.js";
import { ResolverError } from "../errors.js";
import type { HttpMetrics } from "../http/httpMetrics.js";
import { type Answers, noAnswers, observed, type Protocol, protocols, sumOfAnswers } from "./protocols.js";

/** Milliseconds between two looks. */
const interval = 10_000;

const answersSchema = z.object({ answered: z.number(), unknown: z.number() });

export interface DayAnswers {
  readonly day: Day;
  readonly protocol: Protocol;
  readonly answers: Answers;
}

export interface AnswerCounts {
  /** Of all threads, as far as they were kept; this one's are kept first, where they can be. */
  between(from: Day, to: Day): Promise<readonly DayAnswers[]>;
  /** Whether the last write went well, of whichever thread. */
  isWritable(): boolean;
  /** Makes it take writes again after one that failed. */
  mend(): Promise<void>;
  /** Keeps what has come. */
  close(): Promise<void>;
}

/**
 * @param thread Number of this thread: no other open one has it.
 * @param onFault Hears of what could not be kept, once until it can be again; it is tried with the next.
 * @param now Unix seconds; the clock's where left out.
 * @throws ResolverError RESOLVER_INVALID_CONFIG
 */
export async function openAnswerCounts(
  location: string,
  thread: number,
  metrics: HttpMetrics,
  onFault: (error: unknown) => void,
  now = () => Date.now() / 1000,
): Promise<AnswerCounts> {
  const { level, mended } = await openDatabase(location);
  let kept = new Map<Protocol, Answers>();
  let keeping: Promise<void> = Promise.resolve();
  let isFaulty = false;
  const faulty = (error: unknown): void => {
    if (!isFaulty) onFault(error);
    isFaulty = true;
  };

  const keep = async (): Promise<void> => {
    const total = totalOf(metrics);
    const changes: { type: "put"; key: string; value: string }[] = [];
    for (const [protocol, { answered, unknown }] of total) {
      const before = kept.get(protocol) ?? noAnswers;
      const since = { answered: answered - before.answered, unknown: unknown - before.unknown };
      if (since.answered === 0 && since.unknown === 0) continue;
      const key = keyOf(dayOf(now()), protocol, thread);
      const sum = sumOfAnswers(answersIn(await mended.read(() => level.get(key))), since);
      changes.push({ type: "put", key, value: JSON.stringify(sum) });
    }
    if (changes.length > 0) await mended.write(() => level.batch(changes));
    kept = total;
    isFaulty = false;
  };
  const keepNext = (): Promise<void> => {
    keeping = keeping.then(keep, keep);
    return keeping;
  };
  const timer = setInterval(() => void keepNext().catch(faulty), interval);
  timer.unref();

  return {
    async between(from, to) {
      // Where there is no room for what has come, what was kept before is told.
      await keepNext().catch(faulty);
      const found: DayAnswers[] = [];
      const range = { gte: dayText(from), lt: dayText(to + 1) };
      for (const [key, value] of await mended.read(() => level.iterator(range).all())) {
        const [day, name] = key.split("/");
        const protocol = protocols.find((one) => one === name);
        if (protocol !== undefined) found.push({ day: Number(day), protocol, answers: answersIn(value) });
      }
      return found;
    },
    isWritable: () => mended.isWritable(),
    mend: () => mended.mend(),
    async close() {
      clearInterval(timer);
      await keepNext().catch(onFault);
      await mended.close();
    },
  };
}

async function openDatabase(location: string) {
  try {
    return await openMended(location, {
      make: () => new ClassicLevel<string, string>(location),
      open: (level) => level.open({ multithreading: true }),
    });
  } catch (cause) {
    throw new ResolverError(
      "RESOLVER_INVALID_CONFIG",
      `The counts of answers in ${location} cannot be opened.`,
      {
        hint: "Check that the folder is writable and that no other process has it: CADASTRE_STATISTICS.",
        details: { settings: ["CADASTRE_STATISTICS"] },
        cause,
      },
    );
  }
}

function totalOf(metrics: HttpMetrics): Map<Protocol, Answers> {
  const total = new Map<Protocol, Answers>();
  for (const [name, { counts }] of metrics.observations().durations) {
    const one = observed(
      name,
      counts.reduce((sum, count) => sum + count, 0),
    );
    if (one !== null)
      total.set(one.protocol, sumOfAnswers(total.get(one.protocol) ?? noAnswers, one.answers));
  }
  return total;
}

const dayText = (day: Day): string => String(day).padStart(6, "0");
const keyOf = (day: Day, protocol: Protocol, thread: number): string =>
  `${dayText(day)}/${protocol}/${String(thread).padStart(3, "0")}`;

/** A row that is none counts nothing: statistics do not stop a resolver. */
function answersIn(text: string | undefined): Answers {
  try {
    return answersSchema.parse(JSON.parse(text ?? "{}"));
  } catch {
    return noAnswers;
  }
}
