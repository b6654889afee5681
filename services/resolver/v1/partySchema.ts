/**
 * What `/v1/parties/{address}` answers, as a schema: the types of the code that makes the answer, the OpenAPI document, and
 * the oracle of the tests are all this.
 */
import { z } from "zod";
import { attestationStandings } from "../../rights/attestations.js";
import { relationKinds } from "../../store/model.js";
import { address, asOfSchema, partySchema, provenanceSchema, seconds, word } from "./schema.js";

const untilSchema = seconds("First second at which it no longer holds.").nullable().meta({
  description: "Null: no end.",
});
const kindSchema = z.string().meta({
  description: "Name of the kind of statement; that of legal identifiers ends with a colon.",
  example: "lei:",
});

const attestationSchema = z
  .strictObject({
    id: word("Attestation id."),
    registrar: partySchema,
    kind: kindSchema,
    legalId: z.string().nullable().meta({
      description: "The legal identifier, where it is one; else null.",
      example: "lei:213800KUD8LAJWSQ9D15",
    }),
    digest: word("SHA-256 of the statement; of a legal identifier, its keccak256."),
    uri: z.string().nullable().meta({ description: "Where the statement may be read; null for nowhere." }),
    until: untilSchema,
    standing: z.enum(attestationStandings).meta({
      description:
        "`valid`, or the first thing that speaks against it: revoked; expired; its registrar not accredited any more; " +
        "superseded by another attestation of the same legal identifier; one of the two parties deactivated.",
    }),
    revocationReason: z.string().nullable().meta({ description: "Null while it is not revoked." }),
    attested: provenanceSchema,
  })
  .meta({ id: "Attestation", description: "What an accredited registrar vouches for." });

const accreditationSchema = z
  .strictObject({
    kind: kindSchema,
    until: untilSchema,
    granted: z.boolean().meta({ description: "False once withdrawn, or past its end." }),
    withdrawalReason: z.string().nullable().meta({ description: "Null while it is not withdrawn." }),
    accredited: provenanceSchema,
  })
  .meta({ id: "Accreditation", description: "What the party may attest of others." });

const relatedSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("party"), party: partySchema }),
  z.strictObject({
    kind: z.literal("twin"),
    twin: z.strictObject({ id: word("Twin id."), name: z.string().meta({ example: "Press 7" }) }),
  }),
]);

const relationSchema = z
  .strictObject({
    kind: z.enum(relationKinds).meta({
      description:
        "`membership`: the subject belongs to the party, an organisation. `twin`: the subject, a twin model, describes the " +
        "party. `agent`: the subject, software, is the virtual identity of the party.",
    }),
    role: z.enum(["party", "subject"]).meta({ description: "Which side the party asked for is." }),
    other: relatedSchema,
    status: z.enum(["in-force", "proposed"]),
    awaits: z.enum(["party", "subject"]).nullable().meta({
      description: "The side that has not agreed yet; null once both have.",
    }),
    epoch: z.number().int().meta({ description: "How often it began.", example: 1 }),
    since: provenanceSchema.nullable().meta({ description: "Null while it has not begun." }),
  })
  .meta({ id: "Relation", description: "A tie to which both sides agree, or one of them does." });

const guardiansSchema = z
  .strictObject({
    count: z.number().int().meta({ example: 3 }),
    threshold: z.number().int().meta({ description: "How many have to agree.", example: 2 }),
    delay: z.number().int().meta({ description: "Seconds until their word takes effect.", example: 86400 }),
    effectiveFrom: seconds("From when on they count."),
  })
  .meta({ id: "Guardians", description: "Who may give the party a new controller when its key is lost." });

const recoverySchema = z
  .strictObject({
    newController: address,
    approvals: z.number().int().meta({ example: 2 }),
    readyAt: seconds("From when on anyone may execute it.").nullable().meta({
      description: "Null while too few guardians agree.",
    }),
  })
  .meta({ id: "Recovery", description: "What guardians agreed to and nobody cancelled or executed." });

export const partyDetailsSchema = z
  .strictObject({
    party: partySchema,
    controller: address.nullable().meta({ description: "Account that acts for it; null once deactivated." }),
    controlChanges: z.number().int().meta({ description: "How often control changed.", example: 0 }),
    profileDigest: word("SHA-256 of the profile document.").nullable(),
    profileUri: z.string().nullable().meta({ description: "Where it may be read; null for nowhere." }),
    registered: provenanceSchema,
    attestations: z.array(attestationSchema),
    accreditations: z.array(accreditationSchema),
    relations: z.array(relationSchema),
    guardians: guardiansSchema.nullable().meta({ description: "Null where there are none." }),
    nextGuardians: guardiansSchema.nullable().meta({
      description: "Those that replace them; null where none were named.",
    }),
    recoveries: z.array(recoverySchema),
    complete: z.boolean().meta({ description: "False where a list is longer than one answer shows." }),
    asOf: asOfSchema,
  })
  .meta({ id: "PartyDetails", description: "All that the ledger says of a party, at one moment." });

export type AttestationView = z.infer<typeof attestationSchema>;
export type AccreditationView = z.infer<typeof accreditationSchema>;
export type RelationView = z.infer<typeof relationSchema>;
export type GuardiansView = z.infer<typeof guardiansSchema>;
export type PartyDetailsView = z.infer<typeof partyDetailsSchema>;
