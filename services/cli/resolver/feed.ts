/** The resolver's feed of events: read without end, over lost connections and restarts. */
import { setTimeout as wait } from "node:timers/promises";
import { type EventSourceMessage, EventSourceParserStream } from "eventsource-parser/stream";
import { z } from "zod";
import { addressSchema, hashSchema } from "../../ledger/hex.js";
import { CliError } from "../errors.js";
import { openStream } from "./stream.js";

const eventSchema = z.looseObject({
  id: z.string(),
  event: z.string(),
  block: z.looseObject({ number: z.number().int(), hash: hashSchema, time: z.number().int() }),
  transaction: hashSchema,
  things: z.array(z.looseObject({ kind: z.string(), id: z.string() })),
  owners: z.array(addressSchema),
});
export type FeedEvent = z.infer<typeof eventSchema>;

const correctionSchema = z.looseObject({
  undone: z.array(eventSchema).nullable(),
  standing: z.string().nullable(),
});

export type FeedItem =
  | { readonly kind: "change"; readonly id: string; readonly event: FeedEvent }
  | {
      readonly kind: "correction";
      readonly id: string;
      readonly correction: z.infer<typeof correctionSchema>;
    };

export interface FeedReading {
  readonly resolverUrl: string;
  /** Parameters of the feed but `after`. */
  readonly parameters: URLSearchParams;
  /** Id of an event, or number of a block; null for what comes from now on. */
  readonly after: string | null;
  /** Told when the connection is lost. */
  readonly lost: (why: string, milliseconds: number) => void;
}

/** Milliseconds without a sign of life after which a connection counts as lost: the resolver gives one every 15 seconds. */
const silence = 60_000;
const firstPause = 1_000;
const longestPause = 30_000;

/**
 * What the feed tells, each once.
 * @throws CliError `CLI_RESOLVER_REFUSED` for what another try does not help, `CLI_RESOLVER_MALFORMED`.
 */
export async function* followFeed(reading: FeedReading): AsyncGenerator<FeedItem> {
  let { after } = reading;
  let pause = firstPause;
  for (;;) {
    try {
      const { start, items } = await connect(reading, after);
      after ??= start;
      for await (const item of items) {
        pause = firstPause;
        after = item.id;
        yield item;
      }
      reading.lost("The resolver ended the feed.", pause);
    } catch (error) {
      if (!mayPass(error)) throw error;
      reading.lost(error instanceof CliError ? error.message : "The connection was lost.", pause);
    }
    await wait(pause);
    pause = Math.min(pause * 2, longestPause);
  }
}

/** Whether to try again: the resolver was not there, cannot answer now, or the connection broke. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof CliError)) return error instanceof TypeError || error instanceof DOMException;
  if (error.code === "CLI_RESOLVER_UNREACHABLE") return true;
  return error.code === "CLI_RESOLVER_REFUSED" && Number(error.details.status) >= 500;
}

interface Connection {
  /** After which event it began; null where the resolver does not tell. */
  readonly start: string | null;
  readonly items: AsyncIterable<FeedItem>;
}

async function connect({ resolverUrl, parameters }: FeedReading, after: string | null): Promise<Connection> {
  const asked = new URLSearchParams(parameters);
  if (after !== null) asked.set("after", after);
  const quiet = new AbortController();
  const alive = setTimeout(() => quiet.abort(), silence);
  try {
    const stream = await openStream(resolverUrl, `v1/feed?${asked}`, "text/event-stream", quiet.signal);
    return { start: stream.headers.get("cadastre-after"), items: itemsOf(stream.body, alive, quiet) };
  } catch (error) {
    clearTimeout(alive);
    throw error;
  }
}

async function* itemsOf(
  body: ReadableStream<Uint8Array>,
  alive: NodeJS.Timeout,
  quiet: AbortController,
): AsyncGenerator<FeedItem> {
  try {
    const messages = body
      .pipeThrough(heardFrom(alive))
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream());
    for await (const message of messages) {
      const item = itemOf(message);
      if (item !== null) yield item;
    }
  } finally {
    clearTimeout(alive);
    quiet.abort();
  }
}

/** Passes bytes on, and puts off the end of a connection that is alive. */
function heardFrom(alive: NodeJS.Timeout): TransformStream<Uint8Array, Uint8Array> {
  return new TransformStream({
    transform(chunk, controller) {
      alive.refresh();
      controller.enqueue(chunk);
    },
  });
}

/** null for a kind of message that this program does not know. */
function itemOf({ event: kind, id, data }: EventSourceMessage): FeedItem | null {
  if (id === undefined || (kind !== "change" && kind !== "correction")) return null;
  try {
    const value: unknown = JSON.parse(data);
    return kind === "change"
      ? { kind, id, event: eventSchema.parse(value) }
      : { kind, id, correction: correctionSchema.parse(value) };
  } catch (cause) {
    throw new CliError(
      "CLI_RESOLVER_MALFORMED",
      "The feed has a message that is none of a Cadastre resolver.",
      {
        hint: "Check the resolver's address: cadastre config get resolverUrl",
        cause,
      },
    );
  }
}
