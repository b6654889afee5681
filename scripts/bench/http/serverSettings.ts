import { z } from "zod";
import { defaultMemory } from "../../../services/resolver/remembered/memory.js";

/** What the servers that only answer give: one kind of answer, its text or target read from a Level of their own. */
const valuesSchema = z.object({
  /** Folder of the Level: a text by the request's path, or the `Location` of a redirect. */
  location: z.string(),
  status: z.number(),
  contentType: z.string(),
  /** Port that it shares with others, 0 for any; where not given, it has one of its own. */
  sharedPort: z.number().int().nonnegative().optional(),
});
export type Values = z.infer<typeof valuesSchema>;

/** Which server a process is to be. */
export const serverSettingsSchema = z.discriminatedUnion("kind", [
  /** The resolver over a filled store. */
  z.object({
    kind: z.literal("resolver"),
    store: z.string(),
    threads: z.number().int().positive(),
    /** MiB of answers that it keeps at hand. */
    answerMemory: z.number().nonnegative(),
    /** Whether blocks come that change something else than what is asked for. */
    blocks: z.boolean(),
  }),
  /** Express and Level, and nothing else. */
  z.object({ kind: z.literal("bare"), values: valuesSchema }),
  /** Express, Level, and the resolver's duties by the middleware that is usual for them. */
  z.object({ kind: z.literal("usual"), values: valuesSchema }),
]);
export type ServerSettings = z.infer<typeof serverSettingsSchema>;

/** A resolver that works each answer out anew, as it does for whatever was not asked for since the last block. */
export const workingOut = (store: string, threads = 1): ServerSettings => ({
  kind: "resolver",
  store,
  threads,
  answerMemory: 0,
  blocks: false,
});

/** A resolver as it is shipped, which keeps answers at hand. */
export const remembering = (store: string): ServerSettings => ({
  kind: "resolver",
  store,
  threads: 1,
  answerMemory: defaultMemory,
  blocks: false,
});

/** The same while blocks come. */
export const throughBlocks = (store: string): ServerSettings => ({
  kind: "resolver",
  store,
  threads: 1,
  answerMemory: defaultMemory,
  blocks: true,
});
