/** Resolving over HTTP, against servers that only answer. */
import { type Figure, figure, type Section } from "../report.js";
import { handleOf, serialOf } from "../world/names.js";
import { type HttpContender, startContender } from "./contender.js";
import { type HttpRate, type RoundOptions, runRounds } from "./rounds.js";
import type { Answer } from "./serverSettings.js";

export interface FilledStore {
  readonly location: string;
  readonly records: number;
}

interface Question {
  readonly name: string;
  readonly path: (number: number) => string;
}

export const questions = {
  serial: {
    name: "GET /v1/resolve, GS1 serial",
    path: (number) => `/v1/resolve?id=${encodeURIComponent(serialOf(number))}`,
  },
  handle: {
    name: "GET /v1/resolve, handle",
    path: (number) => `/v1/resolve?id=${encodeURIComponent(handleOf(number))}`,
  },
  scan: { name: "GS1 Digital Link, 307", path: (number) => `/${serialOf(number)}` },
} satisfies Record<string, Question>;

/** Pumps asked for in turn. */
export const variety = 500;

export const pathsOf = ({ path }: Question): readonly string[] =>
  Array.from({ length: variety }, (_, number) => path(number));

/** The store must have all the pumps that are asked for. */
export async function benchResolving(
  { location, records }: FilledStore,
  options: RoundOptions,
): Promise<Section> {
  const resolver = await startContender({ kind: "resolver", store: location });
  try {
    const figures: Figure[] = [];
    for (const question of Object.values(questions)) {
      figures.push(...(await benchQuestion(question, resolver, options)));
    }
    return {
      title: `HTTP: ${records.toLocaleString("en")} records, 64 connections`,
      note: "every server has a process of its own; CPU µs is its processor time a request, p50 and p99 are ms under full load",
      figures,
    };
  } finally {
    await resolver.stop();
  }
}

async function benchQuestion(
  question: Question,
  resolver: HttpContender,
  options: RoundOptions,
): Promise<readonly Figure[]> {
  const paths = pathsOf(question);
  const answer = await answerTo(resolver.url + question.path(0));
  const express = await startContender({ kind: "express", answer });
  const node = await startContender({ kind: "node", answer });
  try {
    const servers = { resolver, express, node };
    const lanes = Object.entries(servers).map(([name, server]) => ({
      name,
      server,
      paths,
      status: answer.status,
    }));
    const rates = await runRounds(lanes, options);
    const rateOf = (name: keyof typeof servers): HttpRate => {
      const rate = rates.get(name);
      if (rate === undefined) throw new Error(`${name} was not measured`);
      return rate;
    };
    const own = rateOf("resolver");
    const bases = { Express: rateOf("express").perSecond, "node:http": rateOf("node").perSecond };
    const cost = { "CPU × Express": own.cpu / rateOf("express").cpu, bytes: Buffer.byteLength(answer.body) };
    const bare = (name: "express" | "node", title: string): Figure =>
      figure(`  ${title}, same answer`, "requests", rateOf(name).perSecond, {}, details(rateOf(name)));
    return [
      figure(question.name, "requests", own.perSecond, bases, { ...details(own), ...cost }),
      bare("express", "bare Express"),
      bare("node", "bare node:http"),
    ];
  } finally {
    await express.stop();
    await node.stop();
  }
}

export const details = ({ cpu, p50, p99 }: HttpRate) => ({ "CPU µs": cpu, p50, p99 });

async function answerTo(url: string): Promise<Answer> {
  const response = await fetch(url, { redirect: "manual" });
  const answer = {
    status: response.status,
    location: response.headers.get("location"),
    body: await response.text(),
  };
  if (answer.status !== 200 && answer.status !== 307)
    throw new Error(`${url}: ${answer.status} ${answer.body}`);
  return answer;
}
