/** The load generator, in a process of its own, so that it takes nothing from the server's core: started by `loadProcess.ts`. */
import autocannon, { type Client } from "autocannon";
import { answerQuestions } from "../child.js";
import { quantile } from "../measure.js";
import { type LoadResult, loadRequestSchema } from "./loadProcess.js";

await answerQuestions(async () => async (question): Promise<LoadResult> => {
  const { url, paths, accept, until, connections } = loadRequestSchema.parse(question);
  // Each connection asks for its share: all of them for each would take longer to prepare than to send.
  const shares = Array.from({ length: connections }, (_, place) =>
    paths.filter((_path, number) => number % connections === place),
  );
  let place = 0;
  const latencies: number[] = [];
  const result = await autocannon({
    url,
    connections,
    ...("seconds" in until ? { duration: until.seconds } : { amount: until.requests }),
    headers: { accept },
    setupClient: (client) => {
      const share = shares[place % connections] ?? paths;
      place += 1;
      client.setRequests(share.map((path) => ({ method: "GET", path, headers: { accept } })));
      addLatencies(client, latencies);
    },
  });
  const statuses = Object.entries(result.statusCodeStats).map(([status, { count }]) => [status, count]);
  return {
    requests: result.requests.total,
    seconds: result.duration,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    faults: result.errors + result.timeouts,
    statuses: Object.fromEntries(statuses),
  };
});

/** Answers of each connection that do not count for what it waits. */
const settling = 2;

/**
 * What a connection waits for an answer, once it is under way. Its first request waits for the load generator, which is still making
 * the other connections: of few requests in all they are so many that they alone would be the slowest hundredth.
 */
function addLatencies(client: Client, milliseconds: number[]): void {
  let answers = 0;
  client.on("response", (_status, _bytes, latency) => {
    answers += 1;
    if (answers > settling) milliseconds.push(latency);
  });
}
