/** The rule of finality as it is written in settings. */
import { z } from "zod";
import type { Finality } from "./status.js";

export const finalitySchema = z
  .string()
  .regex(/^(tag|immediate|depth:\d{1,6})$/, "is not one of tag, immediate, depth:<blocks>")
  .transform((text): Finality => {
    if (text === "tag" || text === "immediate") return { kind: text };
    return { kind: "depth", blocks: Number(text.slice("depth:".length)) };
  });
