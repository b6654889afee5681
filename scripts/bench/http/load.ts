/** The load generator, in a process of its own, so that it takes nothing from the server's core: started by `loadProcess.ts`. */
import { answerQuestions } from "../child.js";
import { quantile } from "../measure.js";
import { Connection, requestBytes } from "./connection.js";
import { type LoadRequest, type LoadResult, loadRequestSchema } from "./loadProcess.js";

await answerQuestions(async () => async (question) => load(loadRequestSchema.parse(question)));

/**
 * Answers of each connection that do not count for what it waits: until all connections are made, they wait for the load generator.
 */
const settling = 2;

/** @throws Error where a request gets no answer. */
async function load({ url, paths, accept, until, connections }: LoadRequest): Promise<LoadResult> {
  const target = new URL(url);
  const requests = paths.map((path) => requestBytes(target, path, accept));
  const open = await Promise.all(Array.from({ length: connections }, () => Connection.to(target)));
  const mayAsk = turns(until);
  const latencies: number[] = [];
  const statuses = new Map<number, number>();
  const started = performance.now();
  try {
    await Promise.all(
      open.map(async (connection, place) => {
        for (let turn = 0; mayAsk(); turn += 1) {
          const request = requests[(place + turn * connections) % requests.length];
          if (request === undefined) throw new Error("Nothing to ask for");
          const { status, milliseconds } = await connection.ask(request);
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
          if (turn >= settling) latencies.push(milliseconds);
        }
      }),
    );
  } finally {
    for (const connection of open) connection.close();
  }
  return {
    requests: [...statuses.values()].reduce((sum, count) => sum + count, 0),
    seconds: (performance.now() - started) / 1_000,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    statuses: Object.fromEntries(statuses),
  };
}

/** Says before each request whether there is one more to send. */
function turns(until: LoadRequest["until"]): () => boolean {
  if ("seconds" in until) {
    const end = performance.now() + until.seconds * 1_000;
    return () => performance.now() < end;
  }
  let left = until.requests;
  return () => {
    left -= 1;
    return left >= 0;
  };
}
