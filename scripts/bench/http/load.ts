/** The load generator, in a process of its own, so that it takes nothing from the server's core: started by `loadProcess.ts`. */
import autocannon from "autocannon";
import { answerQuestions } from "../child.js";
import { type LoadResult, loadRequestSchema } from "./loadProcess.js";

await answerQuestions(async () => async (question): Promise<LoadResult> => {
  const { url, paths, accept, seconds, connections } = loadRequestSchema.parse(question);
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    headers: { accept },
    requests: paths.map((path) => ({ method: "GET" as const, path })),
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
