/** Parties as answers name them. */
import { z } from "zod";
import { partyKinds } from "../../../store/model.js";
import { address } from "./words.js";

export const partySchema = z
  .strictObject({
    address,
    did: z.string().meta({
      description: "The party as a did:ethr of this chain.",
      example: "did:ethr:0x7a69:0x70997970c51812dc3a010c7d01b50e0d17dc79c8",
    }),
    kind: z
      .enum(partyKinds)
      .nullable()
      .meta({ description: "Null where the account is not a registered party." }),
    name: z.string().nullable().meta({ description: "Declared name.", example: "Example Motors" }),
    legalId: z.string().nullable().meta({
      description: "Declared legal identifier with its kind in front; null where none is declared.",
      example: "lei:213800KUD8LAJWSQ9D15",
    }),
    legalIdAttested: z.boolean().meta({
      description:
        "True where an accredited registrar validly attests that this very legal identifier is this party's. Else it is " +
        "the party's own word.",
    }),
    active: z
      .boolean()
      .meta({ description: "False once the party is deactivated, or where it is not registered." }),
  })
  .meta({ id: "Party", description: "Who holds or may do something." });

export type PartyView = z.infer<typeof partySchema>;
