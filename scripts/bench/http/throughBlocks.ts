/** What is asked again and again while blocks come that change something else, beside Express over Level. */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Figure, figure, type Section } from "../report.js";
import { type HttpContender, startContender } from "./contender.js";
import { pathsOf, type Question, questions } from "./questions.js";
import { details, type FilledStore } from "./resolving.js";
import { type RoundOptions, rateIn, runRounds } from "./rounds.js";
import { throughBlocks } from "./serverSettings.js";
import { answerTo, fillValues } from "./values.js";

const asked = [questions.redirect, questions.linkset, questions.did, questions.aas, questions.serial];

/** The store must have all the pumps that are asked for. */
export async function benchThroughBlocks(store: FilledStore, options: RoundOptions): Promise<Section> {
  // Blocks are added to a store of its own.
  const location = `${store.location}-blocks`;
  await cp(store.location, location, { recursive: true });
  const resolver = await startContender(throughBlocks(location));
  try {
    const figures: Figure[] = [];
    for (const question of asked) {
      figures.push(...(await benchQuestion(question, pathsOf(question, store.pumps), resolver, options)));
    }
    return {
      title: "HTTP: with a block a second that changes something else",
      note: "3,000 identifiers in turn, of the resolver as it is shipped; each block registers three records",
      figures,
    };
  } finally {
    await resolver.stop();
    await rm(location, { recursive: true, force: true });
  }
}

async function benchQuestion(
  { name, accept, path }: Question,
  paths: readonly string[],
  resolver: HttpContender,
  options: RoundOptions,
): Promise<readonly Figure[]> {
  const answer = await answerTo(resolver.url + path(0), accept);
  const folder = await mkdtemp(join(tmpdir(), "cadastre-bench-values-"));
  const values = await fillValues(join(folder, "bare"), answer, paths);
  const bare = await startContender({ kind: "bare", values });
  try {
    const lane = { paths, accept, status: answer.status };
    const rates = await runRounds(
      [
        { name: "resolver", server: resolver, ...lane },
        { name: "bare", server: bare, ...lane },
      ],
      options,
    );
    const [own, others] = [rateIn(rates, "resolver"), rateIn(rates, "bare")];
    const cost = { ...details(own), "CPU × bare": own.cpu / others.cpu, "p99 × bare": own.p99 / others.p99 };
    return [
      figure(name, "requests", own.perSecond, { bare: others.perSecond }, cost),
      figure("  bare: Express, Level, as many bytes", "requests", others.perSecond, {}, details(others)),
    ];
  } finally {
    await bare.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
