/**
 * What `/v1/resolve` answers, as schemas: the types of the code that makes the answers, the OpenAPI document, and the
 * oracle of the tests are all these.
 *
 * Addresses, ids, digests and hashes are lower-case `0x` hexadecimal; times are Unix seconds.
 */
import { z } from "zod";
import { ledgerSchemes, selfAssertedSchemes } from "../../identifiers/identifier.js";
import { writtenForms } from "../../identifiers/index.js";
import { freezeReasons, grantActions, granteeKinds, partyKinds, twinStates } from "../../store/model.js";
import { provenFields } from "../proofs/schema.js";
import { standings } from "../resolution/zones.js";
import { disclosedFields } from "../visibility/schema.js";

export const address = z.string().meta({
  description: "Account address, lower-case hexadecimal.",
  example: "0x70997970c51812dc3a010c7d01b50e0d17dc79c8",
});
export const word = (description: string) =>
  z.string().meta({
    description: `${description} 32 bytes, lower-case hexadecimal.`,
    example: "0x1c8aff950685c2ed4bc3174f3472287b56d9517b9c948127319a09a7a36deac8",
  });
export const seconds = (description: string) =>
  z
    .number()
    .int()
    .meta({ description: `${description} Unix seconds.`, example: 1767225600 });
/** A whole number that may be more than a JSON number holds. */
export const digits = (description: string) =>
  z.string().meta({ description: `${description} In decimal digits.`, example: "41" });

const canonical = z
  .string()
  .meta({ description: "Canonical identifier.", example: "01/09506000134352/21/4711" });

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

export const provenanceSchema = z
  .strictObject({
    block: z.number().int().meta({ description: "Block number.", example: 42 }),
    time: seconds("Block time."),
    transaction: word("Transaction hash."),
    by: address.meta({ description: "Account that sent the change." }),
  })
  .meta({ id: "Provenance", description: "Where a change stands on the chain." });

export const placingSchema = provenanceSchema.omit({ by: true }).meta({
  id: "Placing",
  description: "Where a change stands on the chain whose event does not name who sent it.",
});

export const expirySchema = seconds("First second at which it is expired.")
  .nullable()
  .meta({ description: "Null: no expiry of its own." });

export const namespaceSchema = z
  .strictObject({
    id: word("Namespace id."),
    prefix: z.string().meta({ description: "Empty for a scheme's root.", example: "9506000" }),
    holder: partySchema,
    status: z
      .enum(["active", "suspended"])
      .meta({ description: "Its own status; what counts is the authority's effective one." }),
    expiry: expirySchema,
    emancipated: z.boolean().meta({
      description: "True where it, and what lies beneath it, depends on no namespace above it any more.",
    }),
  })
  .meta({ id: "Namespace" });

export const authoritySchema = z
  .strictObject({
    namespace: word("Namespace id."),
    scheme: z.enum(ledgerSchemes),
    prefix: z.string().meta({ description: "Empty for a scheme's root.", example: "9506000" }),
    holder: partySchema,
    status: z.enum(standings).meta({
      description:
        "Effective: live when the namespace and all those on which it depends are active, unexpired, and not void. It has " +
        "lapsed where one of them has expired, or was delegated anew since it delegated the next; what has lapsed and is " +
        "suspended too has lapsed.",
    }),
    suspensionReason: z.string().nullable().meta({
      description: "Why the namespace or the nearest suspended ancestor is suspended; null where it is not.",
    }),
    expiry: expirySchema,
    mayIssue: z.boolean().meta({
      description: "False where its holder may only delegate under the prefix, not register identifiers.",
    }),
    emancipated: z
      .boolean()
      .meta({ description: "True where it depends on no namespace above it any more." }),
    sealed: z.boolean().meta({
      description:
        "True where what it issues now are sealed records: they do not tell their identifiers, so that one without a record " +
        "may have a sealed one.",
    }),
    ancestors: z.array(namespaceSchema).meta({ description: "From the parent up to the scheme's root." }),
  })
  .meta({
    id: "Authority",
    description:
      "The namespace that issued the identifier, for ever. Where nobody has registered it: the one that may, which is that of the longest delegated prefix that has not lapsed, suspended or not.",
  });

export const asOfSchema = z
  .strictObject({
    number: z.number().int().meta({ description: "Block up to which the answer holds.", example: 120 }),
    hash: word("Hash of that block."),
    time: seconds("Its time."),
    finality: z.enum(["final", "provisional"]).meta({
      description: "Provisional while the block could still be replaced by the configured rule of finality.",
    }),
    past: z
      .strictObject({
        block: z.number().int().meta({
          description: "Last block that the answer is of: nothing of the ledger changed since `number`.",
          example: 130,
        }),
        judged: seconds("When what ends by time must hold."),
      })
      .optional()
      .meta({ description: "Only where `at` asked for the past." }),
  })
  .meta({ id: "AsOf", description: "The moment of the chain of which the whole answer is." });

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

export const recordStatuses = [
  "active",
  "suspended",
  "retired",
  "namespace-suspended",
  "namespace-lapsed",
] as const;

export const recordSchema = z
  .strictObject({
    id: word("Record id: the token id of its NFT."),
    scheme: z.enum(ledgerSchemes).meta({
      description: "Scheme under which the record is registered: `aas` where a UUID or URI was asked for.",
    }),
    canonical,
    status: z.enum(recordStatuses).meta({
      description:
        "Effective status. What is not active has no links, and rights on the record itself do not hold.",
    }),
    statusReason: z.string().meta({ description: "As given by whoever changed the status; may be empty." }),
    version: z.number().int().meta({ description: "How often the content was set.", example: 1 }),
    digest: word("Digest of the content, as the ledger holds it."),
    locked: z.boolean().meta({ description: "True where it never changes hands (ERC-5192)." }),
    member: z
      .strictObject({ batch: word("Batch id."), index: digits("Its place there, from 0 on.") })
      .nullable()
      .meta({ description: "The batch whose member it was before; null where it was registered by itself." }),
    registered: provenanceSchema,
    updated: provenanceSchema,
  })
  .meta({ id: "Record" });

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

const subjectRecordSchema = z
  .strictObject({
    id: word("Record id."),
    scheme: z.string().meta({ description: "Name of its scheme.", example: "gs1" }),
    canonical,
  })
  .meta({ id: "SubjectRecord" });

export const subjectSchema = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("none") }),
    z.strictObject({ kind: z.literal("twin"), twin: twinSchema }),
    z.strictObject({ kind: z.literal("party"), party: partySchema }),
    z.strictObject({ kind: z.literal("record"), record: subjectRecordSchema }),
  ])
  .meta({ id: "Subject", description: "What the identifier stands for." });

export const linkSchema = z
  .strictObject({
    rel: z.string().meta({
      description: "Link relation: a URI, or a name registered with IANA.",
      example: "https://ref.gs1.org/voc/pip",
    }),
    href: z.string().meta({ description: "An http(s) URL.", example: "https://example.com/products/1" }),
    title: z.string().optional().meta({ example: "Product page" }),
    type: z.string().optional().meta({ description: "Media type of the target.", example: "text/html" }),
    hreflang: z
      .array(z.string())
      .optional()
      .meta({ description: "Languages of the target.", example: ["en"] }),
    inheritedFrom: z.string().optional().meta({
      description:
        "Canonical identifier of the coarser level that has the link; left out for the record's own.",
      example: "01/09506000134352",
    }),
    sharedBy: z.string().optional().meta({
      description:
        "URI of the equivalent identifier whose link it is, own or inherited there; left out for links of the identifier itself.",
      example: "urn:oid:1.3.6.1.4.1.32473.4711",
    }),
  })
  .meta({ id: "Link" });

export const equivalentSchema = z
  .strictObject({
    uri: z.string().meta({
      description: "The identifier as a URI.",
      example: "https://hdl.handle.net/88.101.0042/pump-4711",
    }),
    scheme: z.enum(ledgerSchemes),
    canonical,
    record: word("Id of its record."),
    status: z.enum(recordStatuses),
    owner: partySchema,
    subject: subjectSchema.meta({ description: "What its own record stands for." }),
  })
  .meta({
    id: "Equivalent",
    description: "Another identifier of the same thing: both records state it, each by its present owner.",
  });

export const termsSchema = z
  .strictObject({
    id: word("Id of the terms."),
    policy: word("SHA-256 of the usage policy.").nullable(),
    policyUri: z
      .string()
      .nullable()
      .meta({ description: "Where the usage policy may be read; null for nowhere." }),
    actions: z.array(z.enum(grantActions)).meta({ description: "The most that a grant under them allows." }),
    sublicences: z.number().int().meta({ description: "Levels of sub-licences.", example: 0 }),
    notice: z
      .number()
      .int()
      .meta({ description: "Seconds between a revocation and its effect.", example: 0 }),
    exclusive: z.boolean().meta({ description: "While it holds, the owner grants no other." }),
    irrevocable: z.boolean().meta({ description: "Ended by both sides only." }),
    byAcceptance: z.boolean().meta({ description: "It holds from the grantee's acceptance on." }),
  })
  .meta({ id: "Terms", description: "Terms of use that a grant was given under." });

export const groupRefSchema = z
  .strictObject({
    id: word("Group id."),
    name: z.string().meta({ example: "Service partners" }),
    owner: partySchema,
  })
  .meta({ id: "GroupRef", description: "A group of parties." });

/** Who may; of a blinded grantee no more than the commitment is known. */
export const granteeFields = {
  granteeKind: z.enum(granteeKinds),
  grantee: partySchema.nullable().meta({ description: "Null for a group, and for a blinded grantee." }),
  group: groupRefSchema.nullable(),
  commitment: word("Commitment to a blinded grantee: a hash of the party and a salt.").nullable(),
  opened: z
    .strictObject({ party: partySchema, salt: word("What the commitment is salted with.") })
    .optional()
    .meta({
      description:
        "Whom a blinded grant is for, where this resolver knows it; for the grantee and the grantor alone, left out for all others.",
    }),
};

export const assetSchema = z.strictObject({
  kind: z.enum(["record", "sealed", "twin"]).meta({ description: "`sealed`: a sealed record." }),
  id: word("Id of the record or twin."),
});

export const rightSchema = z
  .strictObject({
    grant: word("Grant id."),
    asset: assetSchema,
    scope: z
      .string()
      .meta({ description: "Name of the data set or submodel; empty for all data.", example: "" }),
    ...granteeFields,
    actions: z.array(z.enum(grantActions)).meta({ example: ["read"] }),
    from: seconds("First second at which it holds.").nullable().meta({ description: "Null: at once." }),
    until: seconds("First second at which it no longer holds.")
      .nullable()
      .meta({ description: "Null: never ends." }),
    survivesSale: z.boolean().meta({ description: "Whether it binds later owners of the asset too." }),
    accepted: z.boolean().meta({ description: "Whether the grantee accepted it on the ledger." }),
    terms: termsSchema.nullable(),
    parent: word("Grant that it is a sub-licence of.").nullable(),
  })
  .meta({ id: "Right", description: "A data-sharing grant that holds." });

const officeSchema = z
  .strictObject({
    number: z.number().int().meta({ description: "The office's number on the ledger.", example: 1 }),
    name: z.string().nullable().meta({
      description: "Its name, as the ledger's administrator gave it.",
      example: "Federal Office",
    }),
    scope: z
      .strictObject({
        kind: z.enum(["all", "jurisdiction", "scheme"]),
        value: z.string().nullable().meta({
          description: "Two letters of ISO 3166-1, or a scheme's name; null for all.",
          example: "DE",
        }),
      })
      .meta({ description: "Its mandate when it froze." }),
  })
  .meta({ id: "Office", description: "A regulator." });

export const thingSchema = z
  .strictObject({
    kind: z.enum(["namespace", "record", "sealed", "twin", "party", "batch", "grant"]),
    id: z.string().meta({
      description: "Id, or a party's address; lower-case hexadecimal.",
      example: "0x1c8aff950685c2ed4bc3174f3472287b56d9517b9c948127319a09a7a36deac8",
    }),
  })
  .meta({ id: "Thing" });

export const freezeSchema = z
  .strictObject({
    thing: thingSchema,
    office: officeSchema,
    reason: z.enum(freezeReasons).meta({ example: "court-order" }),
    order: word("SHA-256 of the order."),
    frozen: provenanceSchema,
  })
  .meta({
    id: "Freeze",
    description:
      "An office's freeze that is in force. What is frozen stays as it is: it resolves, and nobody changes or moves it.",
  });

export const resolutionSchema = z
  .strictObject({
    identifier: identifierSchema,
    authority: authoritySchema,
    record: recordSchema,
    owner: partySchema,
    subject: subjectSchema,
    subjectSharedBy: z.string().nullable().meta({
      description:
        "URI of the equivalent identifier whose subject it is, where the record itself stands for nothing; null for the record's own.",
    }),
    equivalents: z.array(equivalentSchema).meta({
      description:
        "In the order in which the record states them. What either side states alone is not among them: see `/v1/equivalents`.",
    }),
    links: z.array(linkSchema).meta({
      description:
        "Own links first, then those of coarser levels, nearest first, and last those of equivalents.",
    }),
    rights: z.array(rightSchema).meta({
      description:
        "Grants on the record and then on its subject twin, the one given last first, that hold at the later of the block's time and the resolver's clock.",
    }),
    rightsComplete: z.boolean().meta({
      description:
        "False where an asset has more grants than one answer goes through; then some may be missing.",
    }),
    freezes: z.array(freezeSchema).meta({
      description:
        "In force on the record, the namespace that issued it and those above, the owner, and the subject. Frozen grants, and those to a frozen party, are not among the rights.",
    }),
    ...disclosedFields,
    ...provenFields,
    asOf: asOfSchema,
  })
  .meta({ id: "Resolution", description: "All that the ledger says of an identifier, at one moment." });

export const memberStatuses = ["active", "namespace-suspended", "namespace-lapsed", "revoked"] as const;

export const membershipSchema = z
  .strictObject({
    id: word("Batch id: the token id of its NFT."),
    kind: z.enum(["rule", "merkle"]).meta({
      description: "A rule's members are the numbers of a range, a Merkle batch's are the lines of a list.",
    }),
    index: digits("Place of the identifier in the batch, from 0 on."),
    count: digits("How many members the batch has."),
    status: z.enum(memberStatuses).meta({
      description: "Effective status of this member. What is not active can no longer get a record.",
    }),
    href: z.string().meta({ description: "The whole batch.", example: "/v1/batches/0x…" }),
  })
  .meta({ id: "Membership" });

export const memberResolutionSchema = z
  .strictObject({
    identifier: identifierSchema,
    authority: authoritySchema,
    record: z.null().meta({ description: "It has no record of its own yet." }),
    batch: membershipSchema,
    owner: partySchema.meta({ description: "Who owns the batch owns each member without a record." }),
    links: z.array(linkSchema).meta({ description: "Those of coarser levels, nearest first." }),
    freezes: z.array(freezeSchema).meta({
      description: "Freezes of the batch, of the namespaces that issued it, and of its owner.",
    }),
    ...disclosedFields,
    ...provenFields,
    asOf: asOfSchema,
  })
  .meta({
    id: "MemberResolution",
    description:
      "An identifier that was issued in a batch, as one of a range of numbers, and has no record of its own.",
  });

export const claimSchema = z
  .strictObject({
    scheme: z.enum(ledgerSchemes),
    canonical,
    status: z.enum(recordStatuses),
    owner: partySchema,
    href: z.string().meta({
      description: "Where this claim resolves.",
      example: "https://id.example.com/v1/resolve?id=aas%3AEXAMPLE%2FglobalAssetId%2Furn%253Auuid%253A…",
    }),
  })
  .meta({ id: "Claim" });

export const claimsSchema = z
  .strictObject({ identifier: identifierSchema, claims: z.array(claimSchema), asOf: asOfSchema })
  .meta({
    id: "Claims",
    description:
      "Several parties have registered the same UUID or URI, each in its own namespace: the caller chooses.",
  });

export const freezesSchema = z
  .strictObject({
    freezes: z.array(freezeSchema),
    next: z.string().nullable().meta({
      description: "`after` for the next page; null on the last.",
      example: null,
    }),
    asOf: asOfSchema,
  })
  .meta({ id: "Freezes", description: "All that is frozen, by kind and id." });

const bundleSchema = z
  .strictObject({
    count: z.number().int().meta({ description: "How many documents it holds.", example: 12 }),
    uri: z
      .string()
      .nullable()
      .meta({ description: "Where its list of documents may be read; null where it is not published." }),
    supersedes: word("Root of the bundle before; null for none.").nullable(),
    supersededBy: word("Root of the bundle that took its place; null while it is the latest.").nullable(),
    anchored: provenanceSchema,
  })
  .meta({ id: "Bundle", description: "A list of documents under one root." });

export const evidenceSchema = z
  .strictObject({
    digest: word("The digest that was asked for."),
    anchors: z
      .array(
        z.strictObject({
          author: partySchema,
          anchored: provenanceSchema,
          bundle: bundleSchema.nullable().meta({ description: "Where the digest is a bundle's root." }),
        }),
      )
      .meta({ description: "Who vouches for it since when, in the order of their addresses." }),
    next: z.string().nullable().meta({
      description: "`after` for the next page; null on the last.",
      example: null,
    }),
    asOf: asOfSchema,
  })
  .meta({ id: "Evidence" });

export type PartyView = z.infer<typeof partySchema>;
export type PlacingView = z.infer<typeof placingSchema>;
export type ProvenanceView = z.infer<typeof provenanceSchema>;
export type NamespaceView = z.infer<typeof namespaceSchema>;
export type AuthorityView = z.infer<typeof authoritySchema>;
export type AsOfView = z.infer<typeof asOfSchema>;
export type IdentifierView = z.infer<typeof identifierSchema>;
export type RecordView = z.infer<typeof recordSchema>;
export type SubjectView = z.infer<typeof subjectSchema>;
export type LicenceView = z.infer<typeof licenceSchema>;
export type TwinView = z.infer<typeof twinSchema>;
export type EquivalentView = z.infer<typeof equivalentSchema>;
export type LinkView = z.infer<typeof linkSchema>;
export type RightView = z.infer<typeof rightSchema>;
export type TermsView = z.infer<typeof termsSchema>;
export type GroupRefView = z.infer<typeof groupRefSchema>;
export type GranteeView = Pick<RightView, keyof typeof granteeFields>;
export type FreezeView = z.infer<typeof freezeSchema>;
export type EvidenceView = z.infer<typeof evidenceSchema>;
export type FreezesView = z.infer<typeof freezesSchema>;
export type ResolutionView = z.infer<typeof resolutionSchema>;
export type MembershipView = z.infer<typeof membershipSchema>;
export type MemberResolutionView = z.infer<typeof memberResolutionSchema>;
export type ClaimsView = z.infer<typeof claimsSchema>;
