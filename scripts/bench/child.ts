/** A process of its own beside the benchmark's, which answers questions one at a time. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { z } from "zod";

const replySchema = z.union([z.object({ answer: z.unknown() }), z.object({ failure: z.string() })]);

export class Child {
  readonly #process: ChildProcess;

  /** @param settings what the program's `answerQuestions` gets. */
  constructor(program: URL, settings: unknown) {
    // What a server logs is made, but goes nowhere, as no terminal should slow it.
    this.#process = fork(program, [JSON.stringify(settings)], {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
  }

  /** @throws Error with the child's own words, or where it has ended. */
  async ask<Answer>(question: unknown, schema: z.ZodType<Answer>): Promise<Answer> {
    const child = this.#process;
    const replied = new AbortController();
    const ended = once(child, "exit", { signal: replied.signal }).then(([code]) => {
      throw new Error(`A process of the benchmark ended with ${code} before it answered`);
    });
    const reply = once(child, "message", { signal: replied.signal });
    child.send({ question });
    try {
      const [message] = await Promise.race([reply, ended]);
      const read = replySchema.parse(message);
      if ("failure" in read) throw new Error(read.failure);
      return schema.parse(read.answer);
    } finally {
      replied.abort();
      await Promise.allSettled([reply, ended]);
    }
  }

  async stop(): Promise<void> {
    await this.#end("SIGTERM");
  }

  /** Ends it as the loss of power would. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const { exitCode, signalCode } = this.#process;
    if (exitCode !== null || signalCode !== null) return;
    const ended = once(this.#process, "exit");
    this.#process.kill(signal);
    await ended;
  }
}

/** The other side: answers until the benchmark goes. The settings are those that it was started with. */
export async function answerQuestions(
  start: (settings: unknown) => Promise<(question: unknown) => Promise<unknown>>,
): Promise<void> {
  process.once("disconnect", () => process.exit());
  const answer = await start(JSON.parse(process.argv[2] ?? "null"));
  const questionSchema = z.object({ question: z.unknown() });
  process.on("message", async (message) => {
    try {
      process.send?.({ answer: await answer(questionSchema.parse(message).question) });
    } catch (error) {
      process.send?.({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
}
