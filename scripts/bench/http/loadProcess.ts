import { z } from "zod";
import { Child } from "../child.js";

export const loadRequestSchema = z.object({
  url: z.string(),
  /** Asked for in turn. */
  paths: z.array(z.string()).min(1),
  accept: z.string(),
  /** How long it goes on. */
  until: z.union([
    z.object({ seconds: z.number().positive() }),
    z.object({ requests: z.number().int().positive() }),
  ]),
  connections: z.number().int().positive(),
});
export type LoadRequest = z.infer<typeof loadRequestSchema>;

const loadResultSchema = z.object({
  requests: z.number(),
  seconds: z.number(),
  /** Milliseconds, once all connections are under way. */
  p50: z.number(),
  p99: z.number(),
  /** Answers by status. */
  statuses: z.record(z.string(), z.number()),
});
export type LoadResult = z.infer<typeof loadResultSchema>;

export interface LoadProcess {
  /** @throws Error where a request gets no answer. */
  run(request: LoadRequest): Promise<LoadResult>;
  stop(): Promise<void>;
}

export function startLoad(): LoadProcess {
  const child = new Child(new URL("./load.js", import.meta.url), null);
  return { run: (request) => child.ask(request, loadResultSchema), stop: () => child.stop() };
}
