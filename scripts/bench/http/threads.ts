/** What a second HTTP thread brings, and what a second process brings bare Express on the same machine. */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Figure, figure, type Section } from "../report.js";
import { type HttpContender, startContender } from "./contender.js";
import { pathsOf, questions } from "./questions.js";
import { details, type FilledStore } from "./resolving.js";
import { type HttpRate, type RoundOptions, rateIn, runRounds } from "./rounds.js";
import { workingOut } from "./serverSettings.js";
import { answerTo, fillValues } from "./values.js";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

/** Why nothing is measured here; null where it is. */
export const threadsMissing: string | null =
  process.platform === "linux" && (major > 22 || (major === 22 && minor >= 12))
    ? null
    : "several threads on one port need Linux and Node 22.12 or later";

const question = questions.serial;

export async function benchThreads(store: FilledStore, options: RoundOptions): Promise<Section> {
  const folder = await mkdtemp(join(tmpdir(), "cadastre-bench-threads-"));
  const servers: HttpContender[] = [];
  const started = async (server: Promise<HttpContender>): Promise<HttpContender> => {
    servers.push(await server);
    return server;
  };
  try {
    // A store is open in one process at a time.
    const copy = join(folder, "store");
    await cp(store.location, copy, { recursive: true });
    const paths = pathsOf(question, store.pumps);
    const one = await started(startContender(workingOut(store.location)));
    const two = await started(startContender(workingOut(copy, 2)));
    const answer = await answerTo(one.url + question.path(0), question.accept);
    const bare = async (name: string, sharedPort?: number): Promise<HttpContender> => {
      const values = await fillValues(join(folder, name), answer, paths);
      return started(startContender({ kind: "bare", values: { ...values, sharedPort } }));
    };
    const single = await bare("single");
    const first = await bare("first", 0);
    const second = await bare("second", Number(new URL(first.url).port));
    const asked = { paths, accept: question.accept, status: answer.status };
    const rates = await runRounds(
      [
        { name: "one", server: one, ...asked },
        { name: "two", server: two, ...asked, threads: 2 },
        { name: "single", server: single, ...asked },
        { name: "pair", server: together(first, second), ...asked, threads: 2 },
      ],
      options,
    );
    return sectionOf(rates);
  } finally {
    for (const server of servers) await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Two that listen on one port. */
const together = (first: HttpContender, second: HttpContender): HttpContender => ({
  url: first.url,
  cpu: async () => (await first.cpu()) + (await second.cpu()),
  stop: async () => void (await Promise.all([first.stop(), second.stop()])),
  kill: async () => void (await Promise.all([first.kill(), second.kill()])),
});

function sectionOf(rates: ReadonlyMap<string, HttpRate>): Section {
  return {
    title: "HTTP: threads",
    note: "the load generator needs a core too: what a second thread can bring here, bare Express shows; on cores of their own, their processor time does",
    figures: [
      ...doubled(
        `${question.name}, `,
        ["one thread", rateIn(rates, "one")],
        ["two threads", rateIn(rates, "two")],
      ),
      ...doubled(
        "  bare Express, ",
        ["one process", rateIn(rates, "single")],
        ["two processes", rateIn(rates, "pair")],
      ),
    ],
  };
}

type Named = readonly [name: string, rate: HttpRate];

function doubled(what: string, [oneName, one]: Named, [twoName, two]: Named): readonly Figure[] {
  return [
    figure(what + oneName, "requests", one.perSecond, {}, details(one)),
    figure(
      what + twoName,
      "requests",
      two.perSecond,
      { [oneName]: one.perSecond },
      // Two on cores of their own: twice as many, but for what each request costs more.
      { ...details(two), "× by CPU": (2 * one.cpu) / two.cpu },
    ),
  ];
}
