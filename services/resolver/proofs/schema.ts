/** Proofs in the OpenAPI document. */
import { z } from "zod";
import { problemSchema } from "../http/problemSchema.js";

/** Of a question, and so of its answer. */
const kind = z.enum([
  "record",
  "member",
  "binding",
  "equivalence",
  "namespace",
  "batch",
  "anchor",
  "bundle",
  "sealed",
  "party",
  "guardians",
  "attestation",
  "legalId",
  "relation",
  "did",
  "twin",
  "derivation",
  "composition",
  "grant",
  "quota",
  "allowance",
  "group",
  "freezes",
]);

export const proofSchema = z
  .strictObject({
    format: z.literal("cadastre-proof"),
    version: z.literal(1),
    chainId: z.number().int().meta({ example: 31337 }),
    contracts: z.record(z.string(), z.string()).meta({
      description: "Addresses of the registries that were asked.",
      example: { twins: "0x5fbdb2315678afecb367f032d93f642f64180aa3" },
    }),
    header: z.string().meta({ description: "RLP of the block's header." }),
    question: z.looseObject({ kind }).meta({
      description: "What was asked, by names.",
      example: { kind: "twin", twin: `0x${"1c".repeat(32)}` },
    }),
    answer: z.looseObject({ kind }).meta({
      description: "What is proven; `docs/proofs.md` has the questions and their answers.",
      example: { kind: "twin", twin: null },
    }),
    nodes: z.array(z.string()).meta({ description: "Nodes of the state's tries." }),
  })
  .meta({
    id: "Proof",
    description:
      "A proof document, in the canonical JSON of RFC 8785: any other spelling is refused. `cadastre verify` and the library " +
      "`cadastre/proofs` verify it offline, against the hash of a block from whom you trust.",
  });

const { type, title, status, detail, code } = problemSchema.shape;
export const unprovenSchema = z.strictObject({ type, title, status, detail, code }).meta({
  id: "Unproven",
  description: "Why there is no proof: what the problem would be, were it asked for alone.",
});

/** Members of an answer that was asked for with its proof. */
export const provenFields = {
  proof: proofSchema.nullable().optional().meta({
    description:
      "Only where `proof=1` asked. Of the block that `asOf` names; null where it cannot be proven now, and `unproven` says why.",
  }),
  unproven: unprovenSchema.optional().meta({ description: "Only where `proof` is null." }),
};
