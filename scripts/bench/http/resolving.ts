/** Resolving over HTTP, against servers that only answer. */
import { figure, type Figure, type Section } from "../report.js";
import { handleOf, serialOf } from "../world/entities.js";
import { type HttpContender, startContender } from "./contender.js";
import { type HttpRate, type RoundOptions, runRounds } from "./rounds.js";
import type { Answer } from "./serverSettings.js";

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

/** Identifiers asked for in turn. */
const variety = 500;

export const pathsOf = ({ path }: Question): readonly string[] =>
  Array.from({ length: variety }, (_, number) => path(number));

/** @param store a store with at least twice as many records as there are identifiers asked for. */
export async function benchResolving(
  store: string,
  records: number,
  options: RoundOptions,
): Promise<Section> {
  const resolver = await startContender({ kind: "resolver", store });
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
    const bases = { Express: rateOf("express").perSecond, "node:http": rateOf("node").perSecond };
    const bytes = Buffer.byteLength(answer.body);
    return [
      figure(question.name, "requests", rateOf("resolver").perSecond, bases, { ...details(rateOf("resolver")), bytes }),
      figure("  bare Express, same answer", "requests", rateOf("express").perSecond, {}, details(rateOf("express"))),
      figure("  bare node:http, same answer", "requests", rateOf("node").perSecond, {}, details(rateOf("node"))),
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
  if (answer.status !== 200 && answer.status !== 307) throw new Error(`${url}: ${answer.status} ${answer.body}`);
  return answer;
}
