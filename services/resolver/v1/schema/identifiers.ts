/** What was understood of an identifier. */
import { z } from "zod";
import { ledgerSchemes, selfAssertedSchemes } from "../../../identifiers/identifier.js";
import { writtenForms } from "../../../identifiers/index.js";

export const canonical = z
  .string()
  .meta({ description: "Canonical identifier.", example: "01/09506000134352/21/4711" });

export const identifierSchema = z
  .strictObject({
    input: z
      .string()
      .meta({ description: "As it was asked.", example: "https://example.com/01/09506000134352/21/4711" }),
    form: z.enum(writtenForms).meta({ description: "The written form in which it was recognised." }),
    scheme: z.enum([...ledgerSchemes, ...selfAssertedSchemes]),
    canonical,
    levels: z.array(canonical).meta({
      description: "Canonical identifiers of the coarser things that it is part of, nearest first.",
      example: ["01/09506000134352"],
    }),
    uris: z.record(z.string(), z.string()).meta({
      description: "The identifier in the forms that its scheme has.",
      example: { digitalLink: "http://127.0.0.1:8080/01/09506000134352/21/4711" },
    }),
    addresses: z.record(z.string(), z.string()).meta({
      description: "Where this resolver serves it, by protocol.",
      example: { linkset: "http://127.0.0.1:8080/01/09506000134352/21/4711?linkType=linkset" },
    }),
  })
  .meta({ id: "Identifier" });

export type IdentifierView = z.infer<typeof identifierSchema>;
