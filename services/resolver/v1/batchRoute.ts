/** `/v1/batches/{id}`: a batch of identifiers, and whether an identifier is a member of it. */
import { z } from "zod";
import type { LedgerIdentifier, LedgerScheme } from "../../identifiers/identifier.js";
import { isLedgerIdentifier, isLedgerScheme, parseIdentifier } from "../../identifiers/index.js";
import { hashSchema, toBatchId, toDigest, zeroWord } from "../../ledger/hex.js";
import type { BatchEntity, Linkset } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import { ResolverError } from "../errors.js";
import { problemContent } from "../http/problemSchema.js";
import { queryOf } from "../http/query.js";
import type { Route } from "../http/route.js";
import { atParameter } from "../resolution/at.js";
import { freezesOfMember } from "../resolution/freezes.js";
import { locate } from "../resolution/locate.js";
import {
  batchStatus,
  type Lists,
  listedMember,
  listProofOf,
  type Member,
  provenMember,
  ruleMember,
} from "../resolution/members.js";
import { schemeIds, type Zone, zoneOf } from "../resolution/zones.js";
import type { Service } from "../service.js";
import { answer } from "./answer.js";
import { type BatchView, batchSchema } from "./batchSchema.js";
import { type Presenter, provenance } from "./present.js";
import { notModified } from "./sendAnswer.js";

const word = /^0x[0-9a-fA-F]{64}$/;

const querySchema = z.strictObject({
  member: z.string().min(1).max(8192).optional().meta({
    description: "An identifier, as for `/v1/resolve`: is it a member?",
    example: "01/09506000134352/21/42",
  }),
  index: z
    .string()
    .regex(/^(?:0|[1-9][0-9]{0,18})$/, "not a place in a batch")
    .optional()
    .meta({ description: "Of a Merkle batch: the member's place.", example: "41" }),
  content: z.string().regex(word, "not a digest").optional().meta({
    description: "Of a Merkle batch: digest of the content that the manifest promises; left out for none.",
  }),
  path: z
    .string()
    .regex(/^(?:0x[0-9a-fA-F]{64}(?:,0x[0-9a-fA-F]{64}){0,63})?$/, "not a list of hashes")
    .optional()
    .meta({
      description: "Of a Merkle batch: the hashes beside the way to the root, from the leaf up, with commas.",
    }),
  at: atParameter,
});
type Query = z.infer<typeof querySchema>;

export function batchRoute(service: Service): Route {
  const lists = service.manifests?.index;
  return {
    path: "/v1/batches/{id}",
    operation,
    handle: async (req, res) => {
      const query = queryOf(req.url, querySchema);
      const id = hashSchema.safeParse(req.params.id);
      if (!id.success) {
        throw new ResolverError("RESOLVER_INVALID_BATCH", "That is not the id of a batch.", {
          hint: "Give 0x and 64 hexadecimal digits.",
        });
      }
      const asked = query.member === undefined ? null : parseIdentifier(query.member);
      await answer(service, req, res, query.at, async ({ view, moment, present }) => {
        const batch = view.batch(toBatchId(id.data));
        const zone = batch && zoneOf(view, schemeOf(view, batch), batch.namespace, moment.at);
        if (batch === null || zone === null) throw unknownBatch(id.data, present);
        const member =
          asked !== null && isLedgerIdentifier(asked)
            ? memberIn(view, lists, batch, asked, query, moment.at)
            : null;
        return {
          ...batchView(view, batch, zone, present),
          manifest: batch.kind === "merkle" ? await manifestView(service, batch) : null,
          member: member && memberView(view, lists, member, present, moment.at),
        };
      });
    },
  };
}

function unknownBatch(id: string, present: Presenter): ResolverError {
  return new ResolverError("RESOLVER_UNKNOWN_BATCH", `Nobody has issued the batch ${id}.`, {
    hint: "Check the id: that of a rule follows from its range, that of a list from its manifest and root.",
    details: { asOf: present.asOf() },
  });
}

function schemeOf(view: EntityView, batch: BatchEntity): LedgerScheme {
  const name = view.scheme(batch.kind === "rule" ? batch.range.scheme : batch.scheme)?.name;
  if (name !== undefined && isLedgerScheme(name)) return name;
  throw new ResolverError(
    "RESOLVER_INTERNAL",
    `The batch ${batch.id} has a scheme that this resolver does not know.`,
  );
}

function memberIn(
  view: EntityView,
  lists: Lists,
  batch: BatchEntity,
  identifier: LedgerIdentifier,
  { index, content = zeroWord, path }: Query,
  at: number,
): Member | null {
  const scheme = batch.kind === "rule" ? batch.range.scheme : batch.scheme;
  if (schemeIds[identifier.scheme] !== scheme) return null;
  if (batch.kind === "merkle") {
    if (index === undefined && path === undefined) return listedMember(view, lists, identifier, batch, at);
    const proof = {
      index: BigInt(index ?? "0"),
      contentDigest: toDigest(content),
      path: path === undefined || path === "" ? [] : path.split(",").map((hash) => hashSchema.parse(hash)),
    };
    return provenMember(view, identifier, batch, proof, at);
  }
  const member = ruleMember(view, identifier, at);
  return member?.batch.id === batch.id ? member : null;
}

/** How far the resolver has the list. */
async function manifestView(
  { manifests, baseUrl }: Service,
  { id, root, manifest: digest, uri }: Extract<BatchEntity, { kind: "merkle" }>,
): Promise<NonNullable<BatchView["manifest"]>> {
  const indexed = manifests?.index.batch(id) ?? null;
  const isHeld = manifests !== undefined && (await manifests.files.size(digest)) !== null;
  return {
    root,
    digest,
    uri: uri || null,
    list: indexed?.state ?? (isHeld ? "held" : "missing"),
    href: isHeld ? `${baseUrl}/v1/manifests/${digest}` : null,
    links: indexed?.state === "indexed" ? linksetView(manifests?.index.linksOf(id) ?? {}) : {},
  };
}

const linksetView = (links: Linkset): NonNullable<BatchView["manifest"]>["links"] =>
  Object.fromEntries(
    Object.entries(links).map(([rel, targets]) => [rel, targets.map((target) => ({ ...target }))]),
  );

function batchView(
  view: EntityView,
  batch: BatchEntity,
  zone: Zone,
  present: Presenter,
): Omit<BatchView, "manifest"> {
  const { id, kind, owner, count, revocation, issued } = batch;
  return {
    id,
    kind,
    scheme: zone.scheme,
    status: batchStatus(batch, zone),
    revocation: revocation && { reason: revocation.reason, revoked: provenance(revocation.provenance) },
    owner: present.party(owner),
    authority: present.authority(zone),
    count,
    range: batch.kind === "rule" ? rangeView(batch) : null,
    released: batch.kind === "rule" && batch.released !== null ? provenance(batch.released) : null,
    issued: provenance(issued),
    freezes: present.freezes(freezesOfMember(view, { batch, zone })),
    member: null,
    asOf: present.asOf(),
  };
}

function rangeView({ range }: Extract<BatchEntity, { kind: "rule" }>) {
  const { stem, first, last, tail } = range;
  return { stem, first, last, tail };
}

function memberView(
  view: EntityView,
  lists: Lists,
  member: Member,
  present: Presenter,
  at: number,
): NonNullable<BatchView["member"]> {
  const { identifier, index, status, batch } = member;
  const record = locate(view, identifier, at)?.record ?? null;
  const proof = listProofOf(lists, member);
  return {
    canonical: identifier.canonical,
    index: index.toString(),
    status: record === null ? status : "recorded",
    owner: present.party(record?.owner ?? batch.owner),
    record: record?.id ?? null,
    proof: proof && {
      manifest: proof.manifest,
      count: proof.count.toString(),
      index: proof.index.toString(),
      contentDigest: proof.contentDigest,
      path: [...proof.path],
    },
  };
}

const operation: Route["operation"] = {
  tags: ["Resolution"],
  summary: "Show a batch of identifiers",
  description:
    "Who owns it, who issued it, and which identifiers it is of. `member` asks whether an identifier belongs to it: of a " +
    "rule batch by itself, of a Merkle batch by its manifest, which the resolver may have, or by the proof that is made from it " +
    "(`index` and `path`; `cadastre batch prove`).",
  request: {
    params: z.object({
      id: z.string().meta({
        description: "Batch id.",
        example: "0x1c8aff950685c2ed4bc3174f3472287b56d9517b9c948127319a09a7a36deac8",
      }),
    }),
    query: querySchema,
  },
  responses: {
    200: {
      description: "What the ledger says of it.",
      content: { "application/json": { schema: batchSchema } },
    },
    ...notModified,
    400: problemContent("Malformed id, identifier or proof."),
    404: problemContent("Nobody has issued such a batch."),
    503: problemContent("The index is not ready."),
  },
};
