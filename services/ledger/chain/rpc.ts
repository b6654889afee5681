/**
 * A JSON-RPC client over `fetch`. The node is not trusted: every answer is bounded in size and time, and goes through a
 * schema before anyone uses it.
 */
import { z } from "zod";
import { LedgerError } from "../errors.js";
import { type AnsweredList, itemsOf, listIn } from "./answeredList.js";
import { type Endpoint, endpointOf } from "./url.js";

export interface RpcOptions {
  /** How long an answer may take, in milliseconds. */
  readonly timeoutMs?: number;
  /** How large an answer may be, in bytes. */
  readonly maxBytes?: number;
  /** Ends all requests under way when it fires. */
  readonly signal?: AbortSignal;
}

const answerSchema = z.union([
  z.object({
    error: z.object({ code: z.number(), message: z.string(), data: z.unknown().optional() }),
  }),
  z.object({ result: z.unknown() }),
]);

/** What nodes say when a range of logs is too wide for them; each has its own words. */
const tooLarge =
  /too large|too many (?:results|logs|blocks)|more than \d+ (?:results|logs)|response size|result set|exceed(?:s|ed)? (?:max|the)|limit exceeded|block range|range (?:is )?too/i;

/** A method with its parameters. */
export interface Question {
  readonly method: string;
  readonly params: readonly unknown[];
}

/** What a node answered to one of several questions. */
type Answer = { readonly result: unknown } | LedgerError;

/** Answers to several questions, in any order. */
const answersSchema = z.array(z.looseObject({ id: z.number() }));

/** The subset of a client that most callers need. */
export type Rpc = Pick<RpcClient, "rpc">;

/** The subset of those who read lists of any length. */
export type ListRpc = Pick<RpcClient, "rpc" | "list">;

export class RpcClient {
  readonly #endpoint: Endpoint;
  readonly #timeoutMs: number;
  readonly #maxBytes: number;
  readonly #signal: AbortSignal | undefined;
  #nextId = 1;

  /** @throws LedgerError `LEDGER_RPC_URL`. */
  constructor(rpcUrl: string, options: RpcOptions = {}) {
    this.#endpoint = endpointOf(rpcUrl);
    this.#timeoutMs = options.timeoutMs ?? 30_000;
    this.#maxBytes = options.maxBytes ?? 256 * 1024 * 1024;
    this.#signal = options.signal;
  }

  /** The node's URL as it may be shown. */
  get url(): string {
    return this.#endpoint.shown;
  }

  /**
   * Calls a method and parses its result.
   * @throws LedgerError `LEDGER_RPC_UNREACHABLE`, `LEDGER_RPC_TIMEOUT`, `LEDGER_RPC_TOO_LARGE`, `LEDGER_RPC_ERROR` (the
   * node's own error in `details`), `LEDGER_RPC_MALFORMED`.
   */
  async rpc<T>(method: string, params: readonly unknown[], schema: z.ZodType<T>): Promise<T> {
    return this.#parsed(method, await this.request(method, params), schema);
  }

  /**
   * Calls a method whose result is a list, and parses that part by part: what is wrong in a part is thrown when it is its turn.
   * @param schema of some of its items.
   * @throws as `rpc`.
   */
  async list<Part>(
    method: string,
    params: readonly unknown[],
    schema: z.ZodType<Part>,
  ): Promise<AnsweredList<Part>> {
    const answer = await this.#post(method, params);
    const place = listIn(answer);
    // What is no list is one part, in which the schema finds what is wrong.
    const items = place === null ? [this.#resultIn(method, answer)] : itemsOf(place);
    return { bytes: answer.length, parts: () => this.#parts(method, items, schema) };
  }

  /** Calls a method; the result is unknown and untrusted. */
  async request(method: string, params: readonly unknown[]): Promise<unknown> {
    return this.#resultIn(method, await this.#post(method, params));
  }

  /**
   * Asks several questions in one request.
   * @returns In their order, what was answered to each.
   * @throws as `rpc`, where the node does not answer them together.
   */
  async requestAll(questions: readonly Question[]): Promise<readonly Answer[]> {
    const first = this.#nextId;
    this.#nextId += questions.length;
    const what = `${questions.length} questions`;
    const asked = questions.map((question, position) => bodyOf(first + position, question));
    const answered = await this.#postBody(what, `[${asked.join()}]`);
    const answers = this.#parsed(what, this.#json(what, answered), answersSchema);
    const byId = new Map(answers.map((answer) => [answer.id, answer]));
    return questions.map(({ method }, position) => this.#answerIn(method, byId.get(first + position)));
  }

  #answerIn(method: string, json: unknown): Answer {
    try {
      return { result: this.#resultOf(method, json) };
    } catch (error) {
      if (error instanceof LedgerError) return error;
      throw error;
    }
  }

  #resultIn(method: string, answered: Buffer): unknown {
    return this.#resultOf(method, this.#json(method, answered));
  }

  #json(method: string, answered: Buffer): unknown {
    try {
      return JSON.parse(answered.toString("utf8"));
    } catch (cause) {
      throw this.#malformed(method, "it is not JSON", cause);
    }
  }

  #resultOf(method: string, json: unknown): unknown {
    const answer = answerSchema.safeParse(json);
    if (!answer.success) throw this.#malformed(method, "it is no JSON-RPC response", answer.error);
    if ("error" in answer.data) throw this.#refused(method, answer.data.error);
    return answer.data.result;
  }

  *#parts<Part>(method: string, items: Iterable<unknown>, schema: z.ZodType<Part>): Generator<Part> {
    try {
      for (const some of items) yield this.#parsed(method, some, schema);
    } catch (cause) {
      throw cause instanceof SyntaxError ? this.#malformed(method, "it is not JSON", cause) : cause;
    }
  }

  #parsed<T>(method: string, given: unknown, schema: z.ZodType<T>): T {
    const parsed = schema.safeParse(given);
    if (!parsed.success) throw this.#malformed(method, z.prettifyError(parsed.error), parsed.error);
    return parsed.data;
  }

  #post(method: string, params: readonly unknown[]): Promise<Buffer> {
    return this.#postBody(method, bodyOf(this.#nextId++, { method, params }));
  }

  async #postBody(method: string, body: string): Promise<Buffer> {
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    const signal = this.#signal === undefined ? timeout : AbortSignal.any([timeout, this.#signal]);
    try {
      const { url, headers } = this.#endpoint;
      const response = await fetch(url, { method: "POST", headers, body, signal });
      return await this.#read(method, response);
    } catch (cause) {
      if (cause instanceof LedgerError) throw cause;
      if (timeout.aborted) {
        throw new LedgerError(
          "LEDGER_RPC_TIMEOUT",
          `The node at ${this.url} did not answer ${method} within ${this.#timeoutMs} ms.`,
          { hint: "Look at the node's load, or try again.", details: { method } },
        );
      }
      throw this.#unreachable(method, reasonOf(cause));
    }
  }

  async #read(method: string, response: Response): Promise<Buffer> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body ?? []) {
      size += chunk.byteLength;
      if (size > this.#maxBytes) {
        throw new LedgerError(
          "LEDGER_RPC_TOO_LARGE",
          `The answer of ${this.url} to ${method} is larger than ${this.#maxBytes} bytes.`,
          { hint: "Ask for less at once.", details: { method } },
        );
      }
      chunks.push(chunk);
    }
    const answer = Buffer.concat(chunks);
    // Many nodes put a JSON-RPC error under a status of 4xx or 5xx: only what is no such answer counts as HTTP's.
    if (!response.ok && !answer.toString("utf8").trimStart().startsWith("{")) {
      throw response.status === 413
        ? this.#refused(method, { code: response.status, message: "request or response too large" })
        : this.#unreachable(method, `HTTP status ${response.status}`);
    }
    return answer;
  }

  #unreachable(method: string, why: string): LedgerError {
    return new LedgerError("LEDGER_RPC_UNREACHABLE", `The node at ${this.url} cannot be reached: ${why}.`, {
      hint: "Start the node, or correct the RPC URL in the configuration.",
      details: { method },
    });
  }

  #refused(method: string, error: { code: number; message: string; data?: unknown }): LedgerError {
    const large = tooLarge.test(error.message) && method === "eth_getLogs";
    return new LedgerError(
      large ? "LEDGER_RPC_TOO_LARGE" : "LEDGER_RPC_ERROR",
      `The node at ${this.url} refused ${method}: ${error.message.slice(0, 500)}`,
      {
        ...(large ? { hint: "Ask for less at once." } : {}),
        details: { method, rpcCode: error.code, rpcMessage: error.message, rpcData: error.data },
      },
    );
  }

  #malformed(method: string, why: string, cause: unknown): LedgerError {
    return new LedgerError(
      "LEDGER_RPC_MALFORMED",
      `The answer of ${this.url} to ${method} makes no sense: ${why.slice(0, 500)}.`,
      { hint: "Check that the URL is that of an Ethereum node.", details: { method }, cause },
    );
  }
}

const bodyOf = (id: number, { method, params }: Question): string =>
  JSON.stringify({ jsonrpc: "2.0", id, method, params });

/** The reason behind fetch's "fetch failed"; never the URL, which undici puts into some messages. */
function reasonOf(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  if (inner instanceof Error && "code" in inner && typeof inner.code === "string") return inner.code;
  if (inner instanceof Error && inner.name === "AbortError") return "the request was ended";
  return "the connection failed";
}
