/**
 * The blinded grants of a party on an asset that the resolver has been told of, as salts that open them: so that who has told need not
 * bring the salt along each time.
 */
import type { Hex } from "../../ledger/hex.js";
import type { Question } from "../../rights/decisions/question.js";
import { holdingOf } from "../../rights/holding.js";
import { standingOf } from "../../rights/standing.js";
import type { Address, Asset, GrantEntity, GrantId } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import { ResolverError } from "../errors.js";
import type { Service } from "../service.js";
import { granteeTerm } from "../vault/terms.js";
import { untampered } from "./untampered.js";

/** Openings of one party on one asset that are kept, and all of which are looked through. */
export const mostOpenings = 4_096;

/** Of those, how many are decided on: those first that would carry it, so that any of these is as good as the next one. */
const mostDecided = 64;

/** What is asked, as far as it says which openings matter. */
export type Opened = Pick<Question<string | null>, "asset" | "scope" | "action"> & {
  /** Party of whose right use would be made. */
  readonly party: Address;
  /** Only those that this party gave; null for all. */
  readonly grantor: Address | null;
  /** Unix seconds. */
  readonly at: number;
};

export async function openingsFor(
  { vault, logger }: Pick<Service, "vault" | "logger">,
  view: EntityView,
  opened: Opened,
): Promise<readonly Hex[]> {
  const names = await vault.grantsByTerm(granteeTerm(opened.party, opened.asset), mostOpenings);
  const grants = names
    .flatMap((name) => view.grant(name) ?? [])
    .filter(({ grantor }) => opened.grantor === null || grantor === opened.grantor);
  const carrying = grants.filter((grant) => wouldCarry(view, grant, opened));
  const others = grants.filter((grant) => !carrying.includes(grant));
  const entries = [...carrying, ...others]
    .slice(0, mostDecided)
    .map(({ id }) => untampered(logger, () => vault.blinded(id)));
  return (await Promise.all(entries)).flatMap((entry) => entry?.salt ?? []);
}

function wouldCarry(view: EntityView, grant: GrantEntity, { scope, action, at }: Opened): boolean {
  const isAbout = scope === null || grant.scope === "" || grant.scope === scope;
  return isAbout && grant.actions.includes(action) && standingOf(view, grant, at) === "holds";
}

/**
 * What is kept is looked through at each question of the party's, so it is bounded.
 * @throws ResolverError RESOLVER_TOO_MANY_OPENINGS
 */
export async function requireRoom(
  vault: Service["vault"],
  id: GrantId,
  party: Address,
  asset: Asset,
): Promise<void> {
  const term = granteeTerm(party, asset);
  if ((await vault.grantsByTerm(term, mostOpenings)).length < mostOpenings) return;
  if (await vault.isGrantOfTerm(id, term)) return;
  throw new ResolverError(
    "RESOLVER_TOO_MANY_OPENINGS",
    `The resolver has been told of ${mostOpenings} blinded grants to that party on that asset.`,
    { hint: "Close those that are over: cadastre right close GRANT, or DELETE /v1/vault/grantees/{grant}." },
  );
}

/**
 * The question with the openings that its asker may make use of: a party those of its own grants, an asset's owner those that it gave
 * itself. Whoever else asks gets none looked for, so that nothing tells whether there are any.
 * @param at Unix seconds.
 */
export async function openedQuestion(
  service: Pick<Service, "vault" | "logger">,
  view: EntityView,
  at: number,
  asker: Address | null,
  question: Question,
): Promise<Question> {
  const { subject: party, asset } = question;
  if (asker === null || party === null || question.onBehalfOf !== null || question.openings.length > 0)
    return question;
  if (party !== asker && holdingOf(view, asset)?.owner !== asker) return question;
  const grantor = party === asker ? null : asker;
  return { ...question, openings: await openingsFor(service, view, { ...question, party, grantor, at }) };
}
