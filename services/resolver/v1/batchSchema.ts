/**
 * What `/v1/batches/{id}` answers, as a schema: the types of the code that makes the answer, the OpenAPI document, and the
 * oracle of the tests are all this.
 */
import { z } from "zod";
import { ledgerSchemes } from "../../identifiers/identifier.js";
import {
  asOfSchema,
  authoritySchema,
  digits,
  freezeSchema,
  memberStatuses,
  partySchema,
  provenanceSchema,
  word,
} from "./schema.js";

const revocationSchema = z
  .strictObject({
    reason: z.string().meta({ description: "As the owner gave it.", example: "labels were misprinted" }),
    revoked: provenanceSchema,
  })
  .meta({ id: "BatchRevocation" });

export const numberRangeSchema = z
  .strictObject({
    stem: z.string().meta({
      description: "What comes before the number.",
      example: "01/09506000134352/21/PN-",
    }),
    first: z.string().meta({ description: "First number, with its leading zeros.", example: "000001" }),
    last: z.string().meta({ description: "Last number, itself included.", example: "999999" }),
    tail: z.string().meta({ description: "What comes after the number; often empty.", example: "" }),
  })
  .meta({ id: "NumberRange", description: "The identifiers of a rule batch." });

const manifestSchema = z
  .strictObject({
    root: word("Root of the Merkle tree over the members."),
    digest: word("SHA-256 of the file that lists them."),
    uri: z.string().nullable().meta({ description: "Where that file may be had; null for nowhere." }),
    list: z.enum(["missing", "held", "indexing", "indexed", "refused"]).meta({
      description:
        "Whether this resolver has the list: `indexed` means that its members resolve, `missing` that they are shown by a proof " +
        "alone, `refused` that the file is not the list that was issued.",
    }),
    href: z
      .string()
      .nullable()
      .meta({ description: "Where this resolver gives the file; null while it has not got it." }),
    links: z.record(z.string(), z.array(z.looseObject({ href: z.string() }))).meta({
      description:
        "Links that the list has for all of its members, by their relations, as they stand in it: targets may be templates. None " +
        "where it has none, and before it is indexed.",
      example: { "https://ref.gs1.org/voc/pip": [{ href: "https://example.com/{gtin}/{serial}" }] },
    }),
  })
  .meta({ id: "Manifest", description: "The list of a Merkle batch." });

const membershipProofSchema = z
  .strictObject({
    manifest: word("SHA-256 of the manifest."),
    count: digits("Number of members."),
    index: digits("Place in the list, from 0 on."),
    contentDigest: word("Digest of the content that the manifest promises; 32 zero bytes for none."),
    path: z.array(z.string()).meta({ description: "Hashes beside the way from the leaf up to the root." }),
  })
  .meta({
    id: "MembershipProof",
    description: "Shows that an identifier is in a list: what `materialise` takes.",
  });

const askedMemberSchema = z
  .strictObject({
    canonical: z
      .string()
      .meta({ description: "Canonical identifier.", example: "01/09506000134352/21/PN-000042" }),
    index: digits("Place in the batch, from 0 on."),
    status: z.enum([...memberStatuses, "recorded"]).meta({
      description: "`recorded`: the identifier has a record, which says all the rest.",
    }),
    owner: partySchema.meta({ description: "Of the record where there is one, else of the batch." }),
    record: word("Record id.").nullable(),
    proof: membershipProofSchema.nullable().meta({
      description: "Of a Merkle batch whose list this resolver has; else null.",
    }),
  })
  .meta({ id: "AskedMember" });

export const batchSchema = z
  .strictObject({
    id: word("Batch id: the token id of its NFT."),
    kind: z.enum(["rule", "merkle"]),
    scheme: z.enum(ledgerSchemes),
    status: z.enum(memberStatuses),
    revocation: revocationSchema.nullable(),
    owner: partySchema,
    authority: authoritySchema,
    count: digits("Number of members."),
    range: numberRangeSchema.nullable().meta({ description: "Null for a Merkle batch." }),
    released: provenanceSchema.nullable().meta({
      description:
        "Where a later holder of the prefix freed the range, which it may where it does not answer for the batch: since then " +
        "the batch has no members. Null else.",
    }),
    manifest: manifestSchema.nullable().meta({ description: "Null for a rule batch." }),
    issued: provenanceSchema,
    freezes: z.array(freezeSchema),
    member: askedMemberSchema.nullable().meta({
      description: "The identifier that was asked for, where it is shown to be a member; else null.",
    }),
    asOf: asOfSchema,
  })
  .meta({ id: "Batch", description: "Identifiers that were issued together, under one token." });

export type BatchView = z.infer<typeof batchSchema>;
