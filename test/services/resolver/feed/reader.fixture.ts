/** Reads a feed as any client of Server-Sent Events does. */
import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { createParser } from "eventsource-parser";
import { z } from "zod";
import { correctionSchema, eventSchema } from "../../../../services/resolver/feed/schema.js";
import type { TestResolver } from "../http.fixture.js";

const messageSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("change"), id: z.string(), data: eventSchema }),
  z.object({ kind: z.literal("correction"), id: z.string(), data: correctionSchema }),
]);
export type Message = z.infer<typeof messageSchema>;

export interface Reading {
  readonly response: IncomingMessage;
  /** Waits until so many messages came in all, or the feed ended. */
  until(count: number): Promise<readonly Message[]>;
  /** Waits until the stream has the text. */
  untilText(text: string): Promise<void>;
  ended(): Promise<void>;
  close(): void;
}

export async function readFeed(
  resolver: Pick<TestResolver, "url">,
  query: string,
  headers: Record<string, string> = {},
): Promise<Reading> {
  // A connection of its own, whose end the resolver sees.
  const request = get(`${resolver.url}/v1/feed${query}`, { headers, agent: false });
  const [response]: IncomingMessage[] = await once(request, "response");
  if (response?.statusCode !== 200) throw new Error(`The resolver answers ${response?.statusCode}.`);
  let closed = false;
  const messages: Message[] = [];
  let raw = "";
  let over = false;
  let wake = (): void => undefined;
  const parser = createParser({
    onEvent: ({ event: kind, id, data }) =>
      messages.push(messageSchema.parse({ kind, id, data: JSON.parse(data) })),
  });
  const reading = (async () => {
    try {
      for await (const chunk of response.setEncoding("utf8")) {
        raw += chunk;
        parser.feed(chunk);
        wake();
      }
    } catch (error) {
      if (!closed) throw error;
    } finally {
      over = true;
      wake();
    }
  })();
  reading.catch(() => undefined);
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds() && !over) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return {
    response,
    async until(count) {
      await until(() => messages.length >= count);
      return [...messages];
    },
    untilText: (text) => until(() => raw.includes(text)),
    ended: () => reading,
    close() {
      closed = true;
      request.destroy();
    },
  };
}
