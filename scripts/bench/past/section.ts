/** What an answer of the past costs over HTTP, beside the same of the present. */
import { type HttpContender, startContender } from "../http/contender.js";
import { pathsOf, type Question, questions } from "../http/questions.js";
import { details } from "../http/resolving.js";
import { type RoundOptions, rateIn, runRounds } from "../http/rounds.js";
import { workingOut } from "../http/serverSettings.js";
import { type Figure, figure, type Section } from "../report.js";
import { type PastStore, revisions, timeOf } from "./fill.js";

/** What is asked for, with the bar that what it costs has to keep: so many times the present. */
export const mostTimesPresent = 1.5;

/** A question as it is asked of the present, and the ways to ask it of the past. */
interface Asked {
  readonly name: string;
  readonly question: Question;
  /** What is appended to a path. */
  readonly ways: readonly {
    readonly name: string;
    readonly query: (block: number, last: number) => string;
  }[];
}

/** Without a fraction, which a `versionTime` may not have. */
const timeText = (block: number): string =>
  new Date(timeOf(block) * 1000).toISOString().replace(".000Z", "Z");

const asked: readonly Asked[] = [
  {
    name: "/v1/resolve",
    question: questions.serial,
    ways: [
      { name: "at the last block", query: (_block, last) => `&at=${last}` },
      { name: "at any block", query: (block) => `&at=${block}` },
      { name: "at any time", query: (block) => `&at=${timeText(block)}` },
    ],
  },
  {
    name: "DID of a record",
    question: questions.did,
    ways: [
      { name: "at any versionId", query: (block) => `?versionId=${block}` },
      { name: "at any versionTime", query: (block) => `?versionTime=${timeText(block)}` },
    ],
  },
];

/** @param stores the smallest first. */
export async function benchPast(
  stores: readonly [PastStore, ...PastStore[]],
  options: RoundOptions,
): Promise<Section> {
  const figures: Figure[] = [];
  for (const store of stores) {
    const server = await startContender(workingOut(store.location));
    try {
      for (const one of asked) figures.push(...(await figuresOf(one, store, server, options)));
    } finally {
      await server.stop();
    }
  }
  return {
    title: "HTTP: answers about one serial number, worked out anew, now and at any past moment",
    note: `each content changed ${revisions} times; the bar is ${mostTimesPresent} × the present's processor time`,
    figures,
  };
}

async function figuresOf(
  { name, question, ways }: Asked,
  { events, pumps, blocks: [first, last] }: PastStore,
  server: HttpContender,
  options: RoundOptions,
): Promise<readonly Figure[]> {
  const now = pathsOf(question, pumps);
  const block = (turn: number): number => first + ((turn * 104_729) % (last - first + 1));
  const lane = (way: string, paths: readonly string[]) => ({
    name: `${name}, ${way}, ${events.toLocaleString("en")} events`,
    server,
    paths,
    accept: question.accept,
    status: 200,
  });
  const present = lane("now", now);
  const past = ways.map(({ name: way, query }) =>
    lane(
      way,
      now.map((path, turn) => path + query(block(turn), last)),
    ),
  );
  const rates = await runRounds([present, ...past], options);
  const base = rateIn(rates, present.name);
  return [
    figure(present.name, "requests", base.perSecond, {}, details(base)),
    ...past.map(({ name: what }) => {
      const rate = rateIn(rates, what);
      const against = { "the present": base.perSecond };
      const times = { "CPU × the present": rate.cpu / base.cpu };
      return figure(what, "requests", rate.perSecond, against, { ...details(rate), ...times });
    }),
  ];
}
