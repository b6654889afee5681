import { z } from "zod";

/** A real answer, for the bare servers to give again. */
const answerSchema = z.object({
  status: z.number(),
  location: z.string().nullable(),
  body: z.string(),
});
export type Answer = z.infer<typeof answerSchema>;

/** Which server a process is to be: the resolver over a store, or a bare one with one answer to everything. */
export const serverSettingsSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("resolver"), store: z.string() }),
  z.object({ kind: z.literal("express"), answer: answerSchema }),
  z.object({ kind: z.literal("node"), answer: answerSchema }),
]);
export type ServerSettings = z.infer<typeof serverSettingsSchema>;
