/** `?at=`: the moment of the chain that a question is about, as a block's number, a block's hash or a time. */
import { z } from "zod";
import { toHash } from "../../store/hex.js";
import type { Hash } from "../../store/model.js";

export type At =
  | { readonly kind: "number"; readonly number: number }
  | { readonly kind: "hash"; readonly hash: Hash }
  /** Unix seconds. */
  | { readonly kind: "time"; readonly time: number };

const numberForm = /^(?:0|[1-9][0-9]{0,14})$/;
const hashForm = /^0x[0-9a-fA-F]{64}$/;
const timeForm = z.iso.datetime({ offset: true });

/** null where the text is none of the three. A fraction of a second is cut off: blocks have none. */
export function parseAt(text: string): At | null {
  if (numberForm.test(text)) return { kind: "number", number: Number(text) };
  if (hashForm.test(text)) return { kind: "hash", hash: toHash(text) };
  const seconds = timeForm.safeParse(text).success ? Math.floor(Date.parse(text) / 1000) : Number.NaN;
  return seconds >= 0 ? { kind: "time", time: seconds } : null;
}

/** The parameter, for the query schema of a route. */
export const atParameter = z
  .string()
  .transform((text, context): At => {
    const at = parseAt(text);
    if (at !== null) return at;
    context.addIssue({
      code: "custom",
      message: "not a block's number or hash, or a time such as 2026-01-01T00:00:00Z",
    });
    return z.NEVER;
  })
  .optional()
  .meta({
    description:
      "Ask for the state at the end of a past block: its number, its hash, or a time (RFC 3339), which means the last block " +
      "up to then. What ends by time is judged at that time; for a number or a hash at the time of the block that `asOf` " +
      "names.",
    example: "2026-01-01T00:00:00Z",
  });

/** The query of a route that takes nothing else. */
export const atQuery = z.strictObject({ at: atParameter });
