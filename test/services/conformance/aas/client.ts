/** Requests to the AAS interfaces as they go over the wire. */
import { z } from "zod";
import { type Answer, send } from "../raw.js";

export const encode = (text: string): string => Buffer.from(text, "utf8").toString("base64url");

const pageSchema = z.strictObject({
  paging_metadata: z.strictObject({ cursor: z.string().optional() }),
  result: z.array(z.unknown()),
});
const messagesSchema = z.object({
  messages: z.array(z.object({ code: z.string(), text: z.string() })).min(1),
});

export const parsed = ({ body }: Answer): unknown => JSON.parse(body);
export const codesOf = (answer: Answer): string[] =>
  messagesSchema.parse(parsed(answer)).messages.map(({ code }) => code);

/** Asks for all pages of a list; no page may hold more than `limit`. */
export async function allPages(url: string, path: string, limit: number): Promise<unknown[]> {
  const items: unknown[] = [];
  let cursor: string | undefined;
  do {
    const answer = await send(
      url,
      `${path}${path.includes("?") ? "&" : "?"}limit=${limit}${cursor === undefined ? "" : `&cursor=${cursor}`}`,
    );
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body}`);
    const page = pageSchema.parse(parsed(answer));
    if (page.result.length > limit) throw new Error(`a page of ${page.result.length} items`);
    items.push(...page.result);
    cursor = page.paging_metadata.cursor;
  } while (cursor !== undefined);
  return items;
}

const idSchema = z.array(z.looseObject({ id: z.string() }));
export const idsOf = (descriptors: unknown): string[] => idSchema.parse(descriptors).map(({ id }) => id);

/** The path of a search by asset ids. */
export function search(...ids: readonly (readonly [name: string, value: string])[]): string {
  const parameters = ids.map(([name, value]) => `assetIds=${encode(JSON.stringify({ name, value }))}`);
  return `/lookup/shells?${parameters.join("&")}`;
}

/** Sends a body. */
export async function sendBody(
  url: string,
  path: string,
  body: string | Buffer,
  headers: Record<string, string> = { "content-type": "application/json" },
  method = "POST",
): Promise<{ readonly status: number; readonly text: string; readonly headers: Headers }> {
  const answer = await fetch(url + path, {
    method,
    headers,
    body: typeof body === "string" ? body : new Uint8Array(body),
  });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}
