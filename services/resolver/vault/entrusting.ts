/** What the routes have in common by which owners entrust things to the resolver. */
import { z } from "zod";
import { problemContent } from "../http/problemSchema.js";
import type { Presenter } from "../v1/present.js";
import { asOfSchema } from "../v1/schema.js";

export const maxBodyBytes = 64 * 1024;

/** Answers are of one caller: nobody keeps them. */
export const noStore = { "cache-control": "no-store" };

export const entrustedSchema = z
  .strictObject({ asOf: asOfSchema })
  .meta({ id: "Entrusted", description: "It is on the disk; `asOf` is the block at which it was checked." });

export const entrusted = (present: Presenter): z.infer<typeof entrustedSchema> => ({ asOf: present.asOf() });

export const refusals = {
  400: problemContent("Malformed id, query or body."),
  401: problemContent("It is not a signed request, or the credentials do not hold: `code` says why."),
  403: problemContent("It is not the caller's, or the caller's party is frozen."),
  404: problemContent("There is no such thing on the ledger."),
  503: problemContent("The index or the vault is not ready."),
};
