/** What `/v1/namespaces` and `/v1/certificates` answer, as schemas. */
import { z } from "zod";
import { asOfSchema, authoritySchema, namespaceSchema, provenanceSchema, word } from "./schema.js";

const count = (description: string) => z.number().int().meta({ description, example: 3 });

const statisticsSchema = z
  .strictObject({
    delegations: count("Delegations made, of new prefixes and of lapsed ones anew."),
    redelegations: count("Those among them that gave a lapsed prefix anew."),
    registrations: count("Identifiers registered, those of sealed records among them."),
  })
  .meta({ id: "NamespaceStatistics", description: "What was done since the ledger began." });

export const namespaceDetailsSchema = z
  .strictObject({
    namespace: authoritySchema,
    epoch: count("Holding epoch: how often it changed hands or was delegated, 1 at first."),
    tenure: count("Holding epoch with which its present tenure began: 1, until it has been delegated anew."),
    answersSince: count(
      "Holding epoch from which on it answers for what was issued under it: that of its tenure, or an earlier one that its " +
        "holder adopted. A record from before is out of force.",
    ),
    levels: count("Generations of namespaces that may be delegated beneath it."),
    cause: namespaceSchema.nullable().meta({
      description:
        "The nearest namespace, from this one upwards, that keeps it from being live: the suspended one, or the one that " +
        "has expired or is void. Null while it is live.",
    }),
    delegated: provenanceSchema.meta({ description: "Where its present tenure began." }),
    statistics: z.strictObject({
      namespace: statisticsSchema.meta({ description: "Under this namespace, whoever held it." }),
      holder: statisticsSchema.meta({
        description: "By its present holder, under all namespaces that it ever held.",
      }),
    }),
    asOf: asOfSchema,
  })
  .meta({ id: "NamespaceDetails", description: "All that the ledger says of a namespace, at one moment." });

export const certificateSchema = z
  .strictObject({
    digest: word("What was signed."),
    status: z.enum(["used", "cancelled"]),
    namespace: word("Id of the namespace that it delegates."),
    at: provenanceSchema,
    asOf: asOfSchema,
  })
  .meta({
    id: "Certificate",
    description:
      "What became of a delegation certificate. One that nobody used or cancelled is not on the ledger.",
  });

export type NamespaceDetailsView = z.infer<typeof namespaceDetailsSchema>;
export type CertificateView = z.infer<typeof certificateSchema>;
