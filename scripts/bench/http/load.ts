/** The load generator, in a process of its own, so that it takes nothing from the server's core: started by `loadProcess.ts`. */
import autocannon from "autocannon";
import { answerQuestions } from "../child.js";
import { type LoadResult, loadRequestSchema } from "./loadProcess.js";

await answerQuestions(async () => async (question): Promise<LoadResult> => {
  const { url, paths, accept, until, connections } = loadRequestSchema.parse(question);
  // Each connection asks for its share: all of them for each would take longer to prepare than to send.
  const shares = Array.from({ length: connections }, (_, place) =>
    paths.filter((_path, number) => number % connections === place),
  );
  let place = 0;
  const result = await autocannon({
    url,
    connections,
    ...("seconds" in until ? { duration: until.seconds } : { amount: until.requests }),
    headers: { accept },
    setupClient: (client) => {
      const share = shares[place % connections] ?? paths;
      place += 1;
      client.setRequests(share.map((path) => ({ method: "GET", path, headers: { accept } })));
    },
  });
  const statuses = Object.entries(result.statusCodeStats).map(([status, { count }]) => [status, count]);
  return {
    requests: result.requests.total,
    seconds: result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    faults: result.errors + result.timeouts,
    statuses: Object.fromEntries(statuses),
  };
});
