/** Digital-twin models. */

import { z } from "zod";
import { twinStates } from "../../../store/model.js";
import { partySchema } from "./parties.js";
import { provenanceSchema } from "./provenance.js";
import { word } from "./words.js";

export const twinVersionSchema = z
  .strictObject({
    number: z.number().int().meta({ example: 1 }),
    digest: word("SHA-256 of the version's content."),
    mediaType: z.string().meta({ example: "application/asset-administration-shell-package" }),
    uri: z
      .string()
      .nullable()
      .meta({ description: "Where the content may be had; null where it is not published." }),
    published: provenanceSchema,
  })
  .meta({ id: "TwinVersion" });

export const licenceSchema = z
  .strictObject({
    version: z.number().int().meta({ description: "1 for the first terms.", example: 1 }),
    digest: word("SHA-256 of the terms.")
      .nullable()
      .meta({ description: "Null from when on no licence was offered." }),
    uri: z.string().nullable().meta({ description: "Where the terms may be read; null for nowhere." }),
    attached: provenanceSchema,
  })
  .meta({ id: "Licence", description: "Licence terms that a twin offers, or offered." });

export const twinSchema = z
  .strictObject({
    id: word("Twin id: the token id of its NFT."),
    kind: z.enum(["type", "instance"]),
    name: z.string().meta({ example: "Drive motor DM3000" }),
    state: z
      .enum(twinStates)
      .meta({ description: "A withdrawn twin is over for ever: rights on it do not hold." }),
    stateReason: z.string().meta({ description: "As given by whoever changed the state; may be empty." }),
    licence: licenceSchema
      .nullable()
      .meta({ description: "Present licence terms; null where there never were any." }),
    author: partySchema,
    owner: partySchema,
    version: twinVersionSchema.meta({ description: "The last version." }),
    digest: word("SHA-256 of the last version's content."),
    minted: provenanceSchema,
  })
  .meta({ id: "Twin" });

export type LicenceView = z.infer<typeof licenceSchema>;
export type TwinView = z.infer<typeof twinSchema>;
