/** Resolving over HTTP, beside Express over Level: bare, and with the usual middleware for the same duties. */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Figure, figure, type Section } from "../report.js";
import { recordsOfPump } from "../world/names.js";
import { type HttpContender, startContender } from "./contender.js";
import { pathsOf, type Question, questions } from "./questions.js";
import { type HttpRate, type RoundOptions, rateIn, runRounds } from "./rounds.js";
import { remembering, workingOut } from "./serverSettings.js";
import { answerTo, fillValues } from "./values.js";

export interface FilledStore {
  readonly location: string;
  /** Each with three records. */
  readonly pumps: number;
}

/** How many are asked for again and again. */
const askedAgain = 256;

/** The store must have all the pumps that are asked for. */
export async function benchResolving(store: FilledStore, options: RoundOptions): Promise<Section> {
  // A store is open in one process at a time.
  const copy = `${store.location}-again`;
  await cp(store.location, copy, { recursive: true });
  const [anew, again] = await Promise.all([
    startContender(workingOut(store.location)),
    startContender(remembering(copy)),
  ]);
  try {
    const figures: Figure[] = [];
    for (const question of Object.values(questions)) {
      figures.push(...(await benchQuestion(question, store.pumps, { anew, again }, options)));
    }
    return {
      title: `HTTP: ${(store.pumps * recordsOfPump).toLocaleString("en")} records, 64 connections`,
      note: "every server has a process of its own; CPU µs is its processor time a request, p50 and p99 are ms under full load",
      figures,
    };
  } finally {
    await Promise.all([anew.stop(), again.stop()]);
    await rm(copy, { recursive: true, force: true });
  }
}

/** Two of the resolver: one that works each answer out, and one that was asked the same since the last block. */
interface Resolvers {
  readonly anew: HttpContender;
  readonly again: HttpContender;
}

async function benchQuestion(
  question: Question,
  pumps: number,
  resolvers: Resolvers,
  options: RoundOptions,
): Promise<readonly Figure[]> {
  const paths = pathsOf(question, pumps);
  const { accept } = question;
  const answer = await answerTo(resolvers.anew.url + question.path(0), accept);
  const folder = await mkdtemp(join(tmpdir(), "cadastre-bench-values-"));
  const others: HttpContender[] = [];
  try {
    const express = async (kind: "bare" | "usual"): Promise<HttpContender> => {
      const values = await fillValues(join(folder, kind), answer, paths);
      const server = await startContender({ kind, values });
      others.push(server);
      return server;
    };
    const servers = { ...resolvers, bare: await express("bare"), usual: await express("usual") };
    const lanes = Object.entries(servers).map(([name, server]) => ({
      name,
      server,
      // So few that each has been asked for when the rounds begin that count.
      paths: name === "again" ? paths.slice(0, askedAgain) : paths,
      accept,
      status: answer.status,
    }));
    const rates = await runRounds(lanes, options);
    const found = {
      anew: rateIn(rates, "anew"),
      again: rateIn(rates, "again"),
      bare: rateIn(rates, "bare"),
      usual: rateIn(rates, "usual"),
    };
    return figuresOf(question.name, found, Buffer.byteLength(answer.location ?? answer.body));
  } finally {
    for (const server of others) await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Rates {
  readonly anew: HttpRate;
  readonly again: HttpRate;
  readonly bare: HttpRate;
  readonly usual: HttpRate;
}

function figuresOf(name: string, { anew, again, bare, usual }: Rates, bytes: number): readonly Figure[] {
  const bases = { bare: bare.perSecond, usual: usual.perSecond };
  const cost = (own: HttpRate) => ({
    ...details(own),
    "CPU × bare": own.cpu / bare.cpu,
    "CPU × usual": own.cpu / usual.cpu,
    "p99 × bare": own.p99 / bare.p99,
    bytes,
  });
  return [
    figure(name, "requests", anew.perSecond, bases, cost(anew)),
    figure("  again, within the same block", "requests", again.perSecond, bases, cost(again)),
    figure("  bare: Express, Level, as many bytes", "requests", bare.perSecond, {}, details(bare)),
    figure("  usual: and middleware for each duty", "requests", usual.perSecond, {}, details(usual)),
  ];
}

export const details = ({ cpu, p50, p99 }: HttpRate) => ({ "CPU µs": cpu, p50, p99 });
