/** Whom blinded grants are for, told to the two who know it already: the grantee itself, and who gave the grant. */
import { toGrantId } from "../../ledger/hex.js";
import type { GrantEntity } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import type { BlindedEntry } from "../../vault/entries.js";
import type { RequestContext } from "../auth/context.js";
import type { Service } from "../service.js";
import type { Presenter } from "../v1/present.js";
import type { GranteeView } from "../v1/schema.js";
import { granteeTerm } from "../vault/terms.js";
import { untampered } from "./untampered.js";

/** A right in the form of the API; of an offer, the grant that it has made. */
interface Shown extends GranteeView {
  readonly grant: string | null;
}

/**
 * The same rights, with `opened` where somebody has told the resolver whom a blinded grant is for and the caller is that party or the
 * grantor. Each blinded grant costs one look, whether anybody has told of it or not; an anonymous caller costs none. Neither side
 * learns what it did not have to know, so it is no disclosure.
 */
export async function withOpened<Right extends Shown>(
  service: Pick<Service, "vault" | "logger">,
  context: { readonly view: EntityView } & Pick<RequestContext, "caller">,
  present: Presenter,
  rights: readonly Right[],
): Promise<Right[]> {
  if (context.caller.kind === "anonymous") return [...rights];
  return await Promise.all(
    rights.map(async (right) => {
      const entry = await openingFor(service, context, right);
      if (entry === null) return right;
      return { ...right, opened: { party: present.party(entry.party), salt: entry.salt } };
    }),
  );
}

async function openingFor(
  service: Pick<Service, "vault" | "logger">,
  context: { readonly view: EntityView } & Pick<RequestContext, "caller">,
  { granteeKind, grant: id }: Shown,
): Promise<BlindedEntry | null> {
  const grant = granteeKind === "blinded" && id !== null ? context.view.grant(toGrantId(id)) : null;
  return grant && openingOf(service, context, grant);
}

/** Whom a blinded grant is for, for the two who know it; null for anybody else, and where nobody has told the resolver. */
export async function openingOf(
  { vault, logger }: Pick<Service, "vault" | "logger">,
  { caller }: Pick<RequestContext, "caller">,
  grant: GrantEntity,
): Promise<BlindedEntry | null> {
  if (grant.grantee.kind !== "blinded" || caller.kind === "anonymous") return null;
  const isSide = grant.grantor === caller.party || (await isKnownGrantee(vault, grant, caller.party));
  return isSide ? await untampered(logger, () => vault.blinded(grant.id)) : null;
}

const isKnownGrantee = (vault: Service["vault"], { id, asset }: GrantEntity, party: BlindedEntry["party"]) =>
  vault.isGrantOfTerm(id, granteeTerm(party, asset));
