/** Which batch an identifier is shown to be a member of, and by what. */
import { z } from "zod";
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { hashSchema, toBatchId, toDigest, zeroWord } from "../../ledger/hex.js";
import { recordId } from "../../ledger/ids.js";
import type { Question } from "../../proofs/index.js";
import type { BatchEntity } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import { ResolverError } from "../errors.js";
import { type Lists, listProofOf, rangeAround } from "../resolution/members.js";
import { schemeIds } from "../resolution/zones.js";
import { type ListProof, listProof, memberQuestion } from "./questions.js";

/** The query's parameters about a batch; those of a list as `/v1/batches/{id}` has them. */
export const memberFields = {
  batch: hashSchema.transform(toBatchId).optional().meta({
    description: "Batch id; where left out, the batch in whose range the identifier lies.",
    type: "string",
  }),
  index: z
    .string()
    .regex(/^(?:0|[1-9][0-9]{0,18})$/, "not a place in a batch")
    .optional()
    .meta({ description: "Of a list: the member's place.", example: "41" }),
  content: hashSchema.transform(toDigest).optional().meta({
    description: "Of a list: digest of the content that the manifest promises; left out for none.",
    type: "string",
  }),
  path: z
    .string()
    .regex(/^(?:0x[0-9a-fA-F]{64}(?:,0x[0-9a-fA-F]{64}){0,63})?$/, "not a list of hashes")
    .optional()
    .meta({
      description: "Of a list: the hashes beside the way to the root, from the leaf up, with commas.",
    }),
};
const memberSchema = z.object(memberFields);
type MemberFields = z.infer<typeof memberSchema>;

/** @throws ResolverError RESOLVER_UNKNOWN_BATCH, RESOLVER_INVALID_QUERY */
export function memberQuestionOf(
  view: EntityView,
  lists: Lists,
  identifier: LedgerIdentifier,
  { batch: given, index, content, path = "" }: MemberFields,
): Question {
  const id = given ?? rangeAround(view, identifier);
  if (id === null) throw inNoRange(identifier);
  const batch = view.batch(id);
  // That there is no such batch is shown by the batch alone.
  if (batch === null) return memberQuestion(identifier, id, null);
  if (batch.kind === "rule") {
    if (index !== undefined || content !== undefined || path !== "") throw noList();
    return memberQuestion(identifier, id, null);
  }
  if (index === undefined && path === "") {
    const listed = listedProof(lists, identifier, batch);
    if (listed !== null) return memberQuestion(identifier, id, listed);
  }
  if (index === undefined) throw pathMissing();
  const proof: ListProof = {
    manifest: batch.manifest,
    count: batch.count,
    index,
    contentDigest: content ?? toDigest(zeroWord),
    path: path === "" ? [] : path.split(",").map((hash) => hashSchema.parse(hash)),
  };
  return memberQuestion(identifier, id, proof);
}

/** The proof from the list itself, where the resolver has it and it names the identifier. */
function listedProof(lists: Lists, { scheme, canonical }: LedgerIdentifier, batch: BatchEntity) {
  const places = lists?.placesOf(recordId(schemeIds[scheme], canonical)) ?? [];
  const place = places.find((one) => one.batch === batch.id);
  const proof = place && listProofOf(lists, { batch, index: place.index });
  return proof ? listProof(proof) : null;
}

const inNoRange = ({ canonical }: LedgerIdentifier): ResolverError =>
  new ResolverError("RESOLVER_UNKNOWN_BATCH", `${canonical} lies in the range of no batch.`, {
    hint: "Name the batch in `batch`; /v1/proofs/identifier proves that no range holds it.",
  });

const noList = (): ResolverError =>
  new ResolverError(
    "RESOLVER_INVALID_QUERY",
    "The batch is no list: it has no places that a path leads to.",
    {
      hint: "Leave `index`, `content` and `path` out.",
      details: { parameter: "index" },
    },
  );

const pathMissing = (): ResolverError =>
  new ResolverError(
    "RESOLVER_INVALID_QUERY",
    "The batch is a list that this resolver does not have: its members are shown by a path.",
    {
      hint: "Give `index` and `path` from the batch's manifest: `cadastre batch prove` makes them.",
      details: { parameter: "index" },
    },
  );
