/** What credentials say of their subjects (Verifiable Credentials Data Model 2.0, section 4.8). */
import { z } from "zod";
import { grantActions } from "../store/model.js";
import { subjectTypes, thingTypes } from "./types.js";

const did = z.string().startsWith("did:");
const word = z.string().regex(/^0x[0-9a-f]{64}$/);
const contract = z.string().regex(/^0x[0-9a-f]{40}$/);
const count = z.number().int().nonnegative();

/** A block of the ledger. */
export const blockSchema = z.strictObject({
  number: count,
  hash: word,
  /** RFC 3339, as all times in a credential. */
  time: z.iso.datetime(),
  finality: z.enum(["final", "provisional"]),
});

/** Where on which chain it stands: enough to look it up without the issuer. */
const ledgerSchema = z.strictObject({
  chainId: count,
  /** Hash of the chain's first block. */
  genesis: word,
  contract,
  block: blockSchema,
  /** Where the issuer proves it against that block's hash. */
  proofUrl: z.url(),
});

/** What the ledger has, as a credential names it. */
const thingSchema = z.strictObject({
  /** Only of what has a DID. */
  id: did.optional(),
  type: z.enum(Object.values(thingTypes)),
  /** Its id on the ledger: the number of its token (ERC-721). */
  tokenId: word,
  /** Its name; only a twin's. */
  title: z.string().optional(),
  /** Canonical; not of what is sealed. */
  identifier: z.string().optional(),
  /** Of the identifier or the prefix. */
  scheme: z.string().optional(),
  /** Of a namespace. */
  prefix: z.string().optional(),
});

export const ownershipSubjectSchema = z.strictObject({
  id: did,
  type: z.literal(subjectTypes.owner),
  owns: thingSchema,
  /** How often the thing changed hands, as the ledger counts. */
  epoch: count,
  ledger: ledgerSchema,
});

export const registrationSubjectSchema = thingSchema.extend({
  type: z.enum([thingTypes.record, thingTypes.sealed]),
  registeredUnder: z.strictObject({
    type: z.literal(thingTypes.namespace),
    tokenId: word,
    scheme: z.string(),
    prefix: z.string(),
    holder: did,
  }),
  /** The batch that it is a member of; left out for what was registered by itself. */
  member: z.strictObject({ batch: word, index: z.string().regex(/^\d+$/) }).optional(),
  registered: z.strictObject({
    block: count,
    time: z.iso.datetime(),
    transaction: word,
    by: did,
  }),
  ledger: ledgerSchema,
});

export const rightSubjectSchema = z.strictObject({
  /** The grantee; left out where that is a group. */
  id: did.optional(),
  type: z.enum([subjectTypes.grantee, subjectTypes.group]),
  /** Id of the group. */
  group: word.optional(),
  hasRight: z.strictObject({
    type: z.literal(subjectTypes.right),
    grant: word,
    /** How often it was given. */
    sequence: count,
    asset: thingSchema,
    /** Name of the data set; left out for all data. */
    dataSet: z.string().optional(),
    actions: z.array(z.enum(grantActions)).min(1),
    grantor: did,
    /** Id of the terms; left out for none. */
    terms: word.optional(),
    from: z.iso.datetime().optional(),
    until: z.iso.datetime().optional(),
    survivesSale: z.boolean(),
  }),
  ledger: ledgerSchema,
});

export type LedgerFacts = z.infer<typeof ledgerSchema>;
export type NamedThing = z.infer<typeof thingSchema>;
