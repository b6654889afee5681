/** `/v1/vault/links`: protected links, under the commitments that the record's links on the ledger have. */
import { z } from "zod";
import { subjectOfLink } from "../../ledger/externalSubject.js";
import { toDigest, toRecordId } from "../../ledger/hex.js";
import {
  commitmentsIn,
  type LinkOpening,
  linkCommitment,
  linkOpeningSchema,
  type ProtectedLink,
} from "../../ledger/protectedLinks.js";
import type { LinkName } from "../../vault/vault.js";
import { ResolverError } from "../errors.js";
import type { Route } from "../http/route.js";
import { word } from "../http/things.js";
import type { Service } from "../service.js";
import { known, requireCommitted, requireOwn } from "./committed.js";
import { entrustRoutes } from "./entrusting.js";
import { linkTerms } from "./terms.js";

export function linkRoutes(service: Service): readonly Route[] {
  const { vault } = service;
  return entrustRoutes<LinkName, LinkOpening>(service, {
    path: "/v1/vault/links/{record}/{commitment}",
    what: "a protected link",
    rule: "By the record's owner. Link and salt have to be what the commitment is of, which the record's links on the ledger have.",
    params: z.object({
      record: z.string().meta({ description: "Id of the record." }),
      commitment: z.string().meta({ description: "The commitment, as the record's links have it." }),
    }),
    content: linkOpeningSchema,
    nameIn: ({ params: { record, commitment } }) => ({
      record: toRecordId(word(String(record))),
      commitment: toDigest(word(String(commitment))),
    }),
    async put({ view, moment, party: by }, name, opening) {
      const record = known(view.record(name.record), "record");
      requireOwn(record.owner === by, "record");
      requireOneSubject(opening.link);
      const isCommitted = commitmentsIn(record.linkset).includes(name.commitment);
      requireCommitted(isCommitted && linkCommitment(record.id, opening) === name.commitment, moment);
      await vault.putLink(name, { opening, epoch: record.epoch, terms: linkTerms(opening.link), by });
    },
    async remove({ view, party }, name) {
      const { owner } = known(view.record(name.record), "record");
      requireOwn(owner === party || (await vault.link(name))?.by === party, "record");
      await vault.removeLink(name);
    },
  });
}

/** A link is shown whole or not at all: one that names several subjects would tell each of the others. */
function requireOneSubject({ target }: ProtectedLink): void {
  if (subjectOfLink(target).kind !== "mixed") return;
  throw new ResolverError("RESOLVER_INVALID_BODY", "Its asset ids are not all for one subject.", {
    hint: "Protect the asset ids of each externalSubjectId in a link of their own; it is an ExternalReference.",
  });
}
