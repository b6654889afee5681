/** Levels of values for the servers that only answer: as many bytes as the resolver's own answers have. */
import { Level } from "level";
import type { Values } from "./serverSettings.js";

/** A real answer of the resolver, the pattern of all values. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly location: string | null;
  readonly body: string;
}

export async function answerTo(url: string, accept: string): Promise<Answer> {
  const response = await fetch(url, { redirect: "manual", headers: { accept } });
  const answer = {
    status: response.status,
    contentType: response.headers.get("content-type") ?? "",
    location: response.headers.get("location"),
    body: await response.text(),
  };
  if (answer.status !== 200 && answer.status !== 307) {
    throw new Error(`${url}: ${answer.status} ${answer.body}`);
  }
  return answer;
}

/** Values that are looked through beside those that are asked for. */
const others = 20_000;

/** Values under each of `paths` and under many more keys. */
export async function fillValues(
  folder: string,
  { status, contentType, location, body }: Answer,
  paths: readonly string[],
): Promise<Values> {
  const level = new Level<string, string>(folder, { valueEncoding: "utf8" });
  const value = location ?? body;
  const keys = [...paths, ...Array.from({ length: others }, (_, number) => `/other/${number}`)];
  const atOnce = 1_000;
  try {
    for (let first = 0; first < keys.length; first += atOnce) {
      await level.batch(keys.slice(first, first + atOnce).map((key) => ({ type: "put", key, value })));
    }
  } finally {
    await level.close();
  }
  return { location: folder, status, contentType };
}
