/** What callers with a right are shown besides what is public, as a schema. */
import { z } from "zod";

const hex = (description: string) =>
  z.string().meta({
    description: `${description} 32 bytes, lower-case hexadecimal.`,
    example: "0x1c8aff950685c2ed4bc3174f3472287b56d9517b9c948127319a09a7a36deac8",
  });

const targetSchema = z.looseObject({
  href: z.string().meta({ description: "Where it leads; empty for what is said of the thing itself." }),
});

export const protectedLinkViewSchema = z
  .strictObject({
    link: z
      .strictObject({
        rel: z.string().meta({ description: "Link relation.", example: "https://ref.gs1.org/voc/pip" }),
        target: targetSchema.meta({
          description: "As in a linkset (RFC 9264), with all that it says of itself.",
        }),
        scope: z.string().meta({
          description: "Name of the data set that it leads to; empty for all data.",
          example: "TimeSeries",
        }),
      })
      .meta({ description: "Byte by byte what the commitment is of, as JSON of RFC 8785." }),
    salt: hex("What the commitment is salted with."),
    commitment: hex("As the record's links on the ledger have it."),
    record: hex("The record that has the link."),
    inheritedFrom: z.string().optional().meta({
      description: "Canonical identifier of the coarser level that has it; left out for the record's own.",
      example: "01/09506000134352",
    }),
  })
  .meta({
    id: "ProtectedLink",
    description:
      '`keccak256(abi.encode(keccak256("cadastre.protected-link.v1"), record, keccak256(link), salt))` is the commitment.',
  });
export type ProtectedLinkView = z.infer<typeof protectedLinkViewSchema>;

/** Of an answer to a caller. */
export const disclosedFields = {
  protectedLinks: z.array(protectedLinkViewSchema).optional().meta({
    description:
      "Links that the ledger has no more than commitments of, and to whose data the caller has a right; left out for none.",
  }),
};

const subjectSchema = z.strictObject({
  kind: z.enum(["none", "twin", "record", "party"]),
  id: z.string().optional().meta({ description: "Id of what it stands for; left out for nothing." }),
});

export const disclosedContentSchema = z
  .strictObject({
    content: z.strictObject({ subject: subjectSchema, linkset: z.record(z.string(), z.array(targetSchema)) }),
    contentSalt: hex("What the record's digest is salted with."),
  })
  .meta({ id: "SealedContent", description: "What a sealed record stands for and where it leads." });
