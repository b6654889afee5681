/** Proofs of parties: control, DID, attestations, relations. */
import { z } from "zod";
import { toDigest, toTwinId } from "../../ledger/hex.js";
import type { RelationSides } from "../../store/model.js";
import { ResolverError } from "../errors.js";
import type { Route } from "../http/route.js";
import { address, word } from "../http/things.js";
import { atParameter, atQuery } from "../resolution/at.js";
import type { Service } from "../service.js";
import { addressParameter, idParameter, routeOf } from "./kind.js";
import { didQuestion } from "./partyQuestions.js";

const legalIdForm = /^[a-z]{1,16}:[0-9A-Z]{1,64}$/;
const legalId = z.string().regex(legalIdForm, "not a legal identifier").meta({
  description: "A legal identifier.",
  example: "lei:213800KUD8LAJWSQ9D15",
});

/** What is attested: a legal identifier, or a statement of another kind by its digest. */
const statementQuery = z.strictObject({
  legalId: legalId.optional(),
  kind: z
    .string()
    .regex(/^[a-z0-9-]{1,32}$/, "not a kind of statement")
    .optional()
    .meta({ description: "Of another statement: its kind.", example: "iso9001" }),
  digest: z
    .string()
    .regex(/^0x[0-9a-fA-F]{64}$/, "not a digest")
    .optional()
    .meta({ description: "Of another statement: SHA-256 of what is stated." }),
  at: atParameter,
});

export function partyProofRoutes(service: Service): readonly Route[] {
  return [
    routeOf(service, {
      path: "/v1/proofs/party/{address}",
      summary: "Prove who controls an account",
      description: "And what it is registered as, whether it is deactivated or frozen.",
      params: z.object({ address: addressParameter() }),
      query: atQuery,
      ask: (part) => {
        const party = address(part("address"));
        return () => ({ kind: "party", party });
      },
    }),
    routeOf(service, {
      path: "/v1/proofs/guardians/{address}",
      summary: "Prove who may recover a party",
      description:
        "How many of which guardians have to agree, and how long it takes; and who will, where that changes.",
      params: z.object({ address: addressParameter() }),
      query: atQuery,
      ask: (part) => {
        const party = address(part("address"));
        return () => ({ kind: "guardians", party });
      },
    }),
    routeOf(service, {
      path: "/v1/proofs/anchor/{digest}/{author}",
      summary: "Prove that a party anchored a digest",
      description: "And when it did so first; or that it did not.",
      params: z.object({ digest: idParameter("SHA-256"), author: addressParameter("Address of the party") }),
      query: atQuery,
      ask: (part) => {
        const [digest, author] = [toDigest(word(part("digest"))), address(part("author"))];
        return () => ({ kind: "anchor", digest, author });
      },
    }),
    routeOf(service, {
      path: "/v1/proofs/did/{address}",
      summary: "Prove who speaks for an account's DID",
      description: "Its controller, its delegates, and the last block that changed its document.",
      params: z.object({ address: addressParameter() }),
      query: atQuery,
      ask: (part) => {
        const identity = address(part("address"));
        return (view) => didQuestion(view, identity);
      },
    }),
    routeOf(service, {
      path: "/v1/proofs/attestation/{party}/{registrar}",
      summary: "Prove what a registrar attests of a party",
      description:
        "And whether that counts; or that it never did. `legalId` says what, or `kind` and `digest` do.",
      params: z.object({
        party: addressParameter("Address of the party"),
        registrar: addressParameter("Address of the registrar"),
      }),
      query: statementQuery,
      ask: (part, query) => {
        const [party, registrar] = [address(part("party")), address(part("registrar"))];
        const statement = statementOf(query);
        return () => ({ kind: "attestation", registrar, party, statement });
      },
    }),
    routeOf(service, {
      path: "/v1/proofs/legal-id/{legalId}",
      summary: "Prove whose a legal identifier is",
      description: "By the last attestation of it; or that nobody has it.",
      params: z.object({ legalId }),
      query: atQuery,
      ask: (part) => {
        const asked = legalId.safeParse(part("legalId"));
        if (!asked.success)
          throw invalid(
            "legalId",
            "That is not a legal identifier.",
            "Write it as `lei:213800KUD8LAJWSQ9D15`.",
          );
        return () => ({ kind: "legalId", legalId: asked.data });
      },
    }),
    routeOf(service, {
      path: "/v1/proofs/relation/{kind}/{party}/{subject}",
      summary: "Prove that two are bound to each other",
      description:
        "A `membership` of a party in an organisation, the `twin` that describes a party, the `agent` of one: by the word of both, or that there is " +
        "none. Of a membership also which organisation is the member's.",
      params: z.object({
        kind: z.enum(["membership", "twin", "agent"]),
        party: addressParameter(
          "Address of the organisation, or of the party that the subject describes or acts for",
        ),
        subject: z.string().meta({
          description: "Address of the member or agent, or the twin's id.",
          example: "0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc",
        }),
      }),
      query: atQuery,
      ask: (part) => {
        const sides = sidesOf(part("kind"), part("party"), part("subject"));
        return () => ({ kind: "relation", sides });
      },
    }),
  ];
}

function statementOf({ legalId: legal, kind, digest }: z.infer<typeof statementQuery>) {
  if (legal !== undefined && kind === undefined && digest === undefined)
    return { kind: "legalId", legalId: legal } as const;
  if (legal === undefined && kind !== undefined && digest !== undefined)
    return { kind: "document", name: kind, digest: toDigest(digest) } as const;
  throw invalid(
    "legalId",
    "It is not clear which statement is meant.",
    "Give `legalId`, or `kind` and `digest`.",
  );
}

function sidesOf(kind: string, party: string, subject: string): RelationSides {
  switch (kind) {
    case "membership":
    case "agent":
      return { kind, party: address(party), subject: address(subject) };
    case "twin":
      return { kind, party: address(party), subject: toTwinId(word(subject)) };
    default:
      throw invalid("kind", "There is no such kind of relation.", "It is one of membership, twin, agent.");
  }
}

const invalid = (parameter: string, message: string, hint: string): ResolverError =>
  new ResolverError("RESOLVER_INVALID_QUERY", message, { hint, details: { parameter } });
