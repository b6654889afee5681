/** Things as paths name them: by a kind and an id. */
import { z } from "zod";
import { addressSchema, hashSchema } from "../../ledger/hex.js";
import type { Address, Hash, Thing } from "../../store/model.js";
import { thingWith } from "../../store/things.js";
import { ResolverError } from "../errors.js";

/** @throws ResolverError RESOLVER_INVALID_QUERY */
export function word(text: string): Hash {
  const parsed = hashSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw invalid("id", "That is not an id.", "Give 0x and 64 hexadecimal digits.");
}

/** @throws ResolverError RESOLVER_INVALID_ADDRESS */
export function address(text: string): Address {
  const parsed = addressSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new ResolverError("RESOLVER_INVALID_ADDRESS", "That is not an address.", {
    hint: "Give 0x and 40 hexadecimal digits.",
  });
}

export const thingKinds = ["namespace", "record", "sealed", "twin", "party", "batch", "grant"] as const;

/** The kind and the id in a path, as documents describe them. */
export const thingParameters = z.object({
  kind: z.enum(thingKinds),
  id: z.string().meta({
    description: "Its id, or a party's address.",
    example: "0x1c8aff950685c2ed4bc3174f3472287b56d9517b9c948127319a09a7a36deac8",
  }),
});

/** @throws ResolverError RESOLVER_INVALID_QUERY, RESOLVER_INVALID_ADDRESS */
export function thing(kindText: string, id: string): Thing {
  const kind = thingKinds.find((known) => known === kindText);
  if (kind === undefined)
    throw invalid("kind", "There is no such kind of thing.", `It is one of ${thingKinds.join(", ")}.`);
  return kind === "party" ? { kind, id: address(id) } : thingWith(kind, word(id));
}

function invalid(parameter: "kind" | "id", message: string, hint: string): ResolverError {
  return new ResolverError("RESOLVER_INVALID_QUERY", message, { hint, details: { parameter } });
}
