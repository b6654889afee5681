/** What an answer of the past costs over HTTP, beside the same of the present. */
import { type HttpContender, startContender } from "../http/contender.js";
import { pathsOf, questions } from "../http/questions.js";
import { details } from "../http/resolving.js";
import { type Lane, type RoundOptions, rateIn, runRounds } from "../http/rounds.js";
import { workingOut } from "../http/serverSettings.js";
import { type Figure, figure, type Section } from "../report.js";
import { type PastStore, revisions } from "./fill.js";

/** What is asked for, with the bar that what it costs has to keep: so many times the present. */
export const mostTimesPresent = 1.5;

/** @param stores the smallest first. */
export async function benchPast(
  stores: readonly [PastStore, ...PastStore[]],
  options: RoundOptions,
): Promise<Section> {
  const figures: Figure[] = [];
  for (const store of stores) {
    const server = await startContender(workingOut(store.location));
    try {
      figures.push(...(await figuresOf(store, server, options)));
    } finally {
      await server.stop();
    }
  }
  return {
    title: "HTTP: /v1/resolve of one serial number, worked out anew, now and at any past block",
    note: `each content changed ${revisions} times; the bar is ${mostTimesPresent} × the present's processor time`,
    figures,
  };
}

async function figuresOf(
  { events, pumps, blocks: [first, last] }: PastStore,
  server: HttpContender,
  options: RoundOptions,
): Promise<readonly Figure[]> {
  const paths = pathsOf(questions.serial, pumps);
  const size = `${events.toLocaleString("en")} events`;
  const block = (turn: number): number => first + ((turn * 104_729) % (last - first + 1));
  const asked = { server, accept: questions.serial.accept, status: 200 };
  const lanes: readonly Lane[] = [
    { ...asked, name: `now, ${size}`, paths },
    { ...asked, name: `at the last block, ${size}`, paths: paths.map((path) => `${path}&at=${last}`) },
    {
      ...asked,
      name: `at any block, ${size}`,
      paths: paths.map((path, turn) => `${path}&at=${block(turn)}`),
    },
  ];
  const rates = await runRounds(lanes, options);
  const [present] = lanes.map(({ name }) => rateIn(rates, name));
  return lanes.map(({ name }, place) => {
    const rate = rateIn(rates, name);
    if (place === 0 || present === undefined)
      return figure(name, "requests", rate.perSecond, {}, details(rate));
    const times = { "CPU × the present": rate.cpu / present.cpu };
    return figure(
      name,
      "requests",
      rate.perSecond,
      { "the present": present.perSecond },
      { ...details(rate), ...times },
    );
  });
}
