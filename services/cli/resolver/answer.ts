/** What a resolver says of one identifier, as far as the command line reads it. */
import { z } from "zod";
import { ledgerSchemes } from "../../identifiers/identifier.js";
import { addressSchema, hashSchema } from "../../ledger/hex.js";
import { freezeReasons, granteeKinds, twinStates } from "../../store/model.js";

export const party = z.looseObject({ address: addressSchema, name: z.string().nullable() });
export const asOf = z.looseObject({
  number: z.number().int().nonnegative(),
  hash: hashSchema,
  time: z.number().int(),
  finality: z.enum(["final", "provisional"]),
});
/** The block of which an answer speaks. */
export type AsOf = z.infer<typeof asOf>;

const authority = z.looseObject({
  namespace: hashSchema,
  prefix: z.string(),
  holder: party,
  status: z.enum(["live", "suspended", "lapsed"]),
});
const links = z.array(
  z.looseObject({
    rel: z.string(),
    href: z.string(),
    inheritedFrom: z.string().optional(),
    sharedBy: z.string().optional(),
    batch: z.string().optional(),
  }),
);
const subject = z.discriminatedUnion("kind", [
  z.looseObject({ kind: z.literal("none") }),
  z.looseObject({
    kind: z.literal("twin"),
    twin: z.looseObject({
      id: hashSchema,
      kind: z.enum(["type", "instance"]),
      name: z.string(),
      state: z.enum(twinStates),
      author: party,
      owner: party,
      digest: hashSchema,
      version: z.looseObject({ number: z.number().int() }),
      licence: z.looseObject({ version: z.number().int(), digest: hashSchema.nullable() }).nullable(),
    }),
  }),
  z.looseObject({ kind: z.literal("party"), party }),
  z.looseObject({
    kind: z.literal("record"),
    record: z.looseObject({ id: hashSchema, scheme: z.string(), canonical: z.string() }),
  }),
]);

/** Of an identifier with a record. */
export const answerSchema = z.looseObject({
  authority,
  record: z.looseObject({
    id: hashSchema,
    scheme: z.enum(ledgerSchemes),
    canonical: z.string(),
    status: z.string(),
    version: z.number().int(),
    digest: hashSchema,
  }),
  owner: party,
  subject,
  subjectSharedBy: z.string().nullable(),
  equivalents: z.array(
    z.looseObject({ uri: z.string(), record: hashSchema, status: z.string(), owner: party, subject }),
  ),
  links,
  protectedLinks: z
    .array(
      z.looseObject({
        link: z.looseObject({
          rel: z.string(),
          target: z.looseObject({ href: z.string() }),
          scope: z.string(),
        }),
        inheritedFrom: z.string().optional(),
      }),
    )
    .optional(),
  rights: z.array(
    z.looseObject({
      grant: hashSchema,
      asset: z.looseObject({ kind: z.enum(["record", "sealed", "twin"]), id: hashSchema }),
      scope: z.string(),
      granteeKind: z.enum(granteeKinds),
      group: z.looseObject({ id: hashSchema, name: z.string() }).nullable(),
      commitment: hashSchema.nullable(),
      survivesSale: z.boolean(),
      terms: z.looseObject({ id: hashSchema }).nullable(),
      parent: hashSchema.nullable(),
      grantee: party.nullable(),
      actions: z.array(z.string()),
      from: z.number().int().nullable(),
      until: z.number().int().nullable(),
    }),
  ),
  freezes: z.array(
    z.looseObject({
      thing: z.discriminatedUnion("kind", [
        z.looseObject({ kind: z.literal("party"), id: addressSchema }),
        z.looseObject({
          kind: z.enum(["namespace", "record", "sealed", "twin", "batch", "grant"]),
          id: hashSchema,
        }),
      ]),
      office: z.looseObject({
        number: z.number().int().nonnegative().max(0xffffffff),
        name: z.string().nullable(),
      }),
      reason: z.enum(freezeReasons),
      order: hashSchema,
      frozen: z.looseObject({ time: z.number().int() }),
    }),
  ),
  asOf,
});
export type Answer = z.infer<typeof answerSchema>;

/** Of a member of a batch. */
export const memberSchema = z.looseObject({
  identifier: z.looseObject({ scheme: z.enum(ledgerSchemes), canonical: z.string() }),
  authority,
  record: z.null(),
  batch: z.looseObject({
    id: hashSchema,
    kind: z.enum(["rule", "merkle"]),
    index: z.string(),
    count: z.string(),
    status: z.string(),
  }),
  owner: party,
  links,
  asOf,
});
export type MemberAnswer = z.infer<typeof memberSchema>;

/** Of an identifier with a sealed record, to whoever has a right to it. */
export const sealedAnswerSchema = z.looseObject({
  sealed: z.looseObject({ id: hashSchema, status: z.string(), owner: party }),
  disclosure: z.looseObject({ scheme: z.string(), identifier: z.string(), namespace: z.string() }),
  asOf,
});
export type SealedAnswer = z.infer<typeof sealedAnswerSchema>;

/** Of an identifier that several have registered. */
export const claimsSchema = z.looseObject({
  claims: z.array(z.looseObject({ scheme: z.string(), canonical: z.string(), owner: party })),
  asOf,
});
/** Of an identifier that nobody has registered. */
export const unknownSchema = z.looseObject({
  scheme: z.string(),
  canonical: z.string(),
  asOf: asOf.optional(),
});
