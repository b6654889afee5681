/** Rights, offers and quotas in the form of the API. */
import { holdingOf } from "../../rights/holding.js";
import { isLiving } from "../../rights/parties.js";
import { grantHolds } from "../../rights/publicView.js";
import { standingOf } from "../../rights/standing.js";
import type {
  Asset,
  GrantEntity,
  GroupEntity,
  ProposalEntity,
  QuotaEntity,
  QuotaId,
} from "../../store/model.js";
import type { EntityView, PageRequest, View } from "../../store/view.js";
import { type Presenter, placing, provenance } from "./present.js";
import type {
  AllowancesView,
  AssetListName,
  AssetListView,
  GrantView,
  GroupView,
  ProposalView,
  QuotaDetailsView,
  QuotaUsesView,
  QuotaView,
} from "./rightsSchema.js";
import type { GranteeView } from "./schema.js";

/** What one answer is made from. */
export interface RightsContext {
  readonly view: View;
  readonly present: Presenter;
  /** Unix seconds. */
  readonly at: number;
  /** Names blinded grantees to those who may know. */
  readonly open: <Right extends GranteeView & { readonly grant: string | null }>(
    rights: readonly Right[],
  ) => Promise<Right[]>;
}

/** The lists of an asset, each a page at a time. */
export const assetLists: {
  readonly [Name in AssetListName]: (
    context: RightsContext,
    asset: Asset,
    page: PageRequest,
  ) => Promise<AssetListView<Name>>;
} = {
  rights: async (context, asset, page) => {
    const { items, next } = await context.view.grantsOfAsset(asset, page);
    const shown = items.map((grant) => grantView(context, grant));
    return { items: await context.open(shown), next, asOf: context.present.asOf() };
  },
  offers: async ({ view, present, open }, asset, page) => {
    const { items, next } = await view.proposalsOfAsset(asset, page);
    const shown = items.map((proposal) => proposalView(present, proposal));
    return { items: await open(shown), next, asOf: present.asOf() };
  },
  quotas: async ({ view, present }, asset, page) => {
    const { items, next } = await view.quotasOfAsset(asset, page);
    return { items: items.map((quota) => quotaView(present, quota)), next, asOf: present.asOf() };
  },
};

export async function groupView(
  { view, present }: RightsContext,
  group: GroupEntity,
  page: PageRequest,
): Promise<GroupView> {
  const { items, next } = await view.membersOfGroup(group.id, page);
  return {
    group: { id: group.id, name: group.name, owner: present.party(group.owner) },
    size: group.size,
    created: provenance(group.created),
    members: items
      .filter(({ epoch }) => epoch === group.epoch)
      .map(({ member, changed }) => ({ party: present.party(member), added: provenance(changed) })),
    next,
    asOf: present.asOf(),
  };
}

export async function quotaDetails(
  { view, present }: RightsContext,
  quota: QuotaEntity,
  page: PageRequest,
): Promise<QuotaDetailsView> {
  const { items, next } = await view.balancesOfQuota(quota.id, page);
  return {
    quota: quotaView(present, quota),
    holders: items
      .filter(({ amount }) => amount !== "0")
      .map(({ holder, amount }) => ({ party: present.party(holder), units: amount })),
    next,
    asOf: present.asOf(),
  };
}

export async function quotaUses(
  { view, present }: RightsContext,
  quota: QuotaId,
  page: PageRequest,
): Promise<QuotaUsesView> {
  const { items, next } = await view.usesOfQuota(quota, page);
  return {
    items: items.map(({ holder, amount, evidence, consumed }) => ({
      holder: present.party(holder),
      units: amount,
      evidence,
      consumed: provenance(consumed),
    })),
    next,
    asOf: present.asOf(),
  };
}

/** Those that hold: given under the key that the holder has now. */
export async function quotaAllowances(
  { view, present }: RightsContext,
  quota: QuotaId,
  page: PageRequest,
): Promise<AllowancesView> {
  const { items, next } = await view.allowancesOfQuota(quota, page);
  return {
    items: items
      .filter(
        ({ holder, amount, controlEpoch }) =>
          amount !== "0" && controlEpoch === (view.control(holder)?.epoch ?? 0),
      )
      .map(({ holder, spender, amount, given }) => ({
        holder: present.party(holder),
        spender,
        units: amount,
        given: placing(given),
      })),
    next,
    asOf: present.asOf(),
  };
}

function grantView(context: RightsContext, grant: GrantEntity): GrantView {
  const { present } = context;
  return {
    ...present.right(grant),
    standing: grantStanding(context, grant),
    grantor: present.party(grant.grantor),
    sequence: grant.sequence,
    granted: provenance(grant.granted),
    acceptedAt: grant.accepted === null ? null : provenance(grant.accepted),
    released: grant.released === null ? null : provenance(grant.released),
    revocation:
      grant.revocation === null
        ? null
        : { reason: grant.revocation.reason, revoked: provenance(grant.revocation.provenance) },
  };
}

function grantStanding({ view, at }: RightsContext, grant: GrantEntity): GrantView["standing"] {
  const standing = standingOf(view, grant, at);
  if (standing !== "holds") return standing === "void-above" ? "void" : standing;
  return isOfPresentHolding(view, grant) && grantHolds(view, grant, at) ? "holds" : "void";
}

/** The asset is live, its owner a living party, and the grant of that holding. */
function isOfPresentHolding(view: EntityView, { asset, assetEpoch }: GrantEntity): boolean {
  const held = holdingOf(view, asset);
  if (held === null || !held.live || (assetEpoch !== 0 && assetEpoch !== held.epoch)) return false;
  return isLiving(view, held.owner);
}

function proposalView(present: Presenter, proposal: ProposalEntity): ProposalView {
  const { id, asset, scope, actions, from, until, survivesSale, price, expiry } = proposal;
  return {
    id,
    asset: { ...asset },
    scope,
    ...present.grantee(proposal.grantee),
    actions: [...actions],
    from: from === 0 ? null : from,
    until: until === 0 ? null : until,
    survivesSale,
    terms: proposal.terms === null ? null : present.terms(proposal.terms),
    price: price.currency === "" ? null : { ...price },
    agreement: proposal.agreement,
    previous: proposal.previous,
    expiry: expiry === 0 ? null : expiry,
    status: proposal.status,
    version: proposal.version,
    by: proposal.byGrantee ? "grantee" : "owner",
    proposer: present.party(proposal.proposer),
    grant: proposal.grant,
    acceptance: proposal.acceptance,
    proposed: provenance(proposal.proposed),
    settled: proposal.settled === null ? null : provenance(proposal.settled),
  };
}

function quotaView(present: Presenter, quota: QuotaEntity): QuotaView {
  const { id, asset, assetEpoch, scope, unit, until, terms, issued, consumed, uses, opened } = quota;
  return {
    id,
    asset: { ...asset },
    scope,
    unit,
    until: until === 0 ? null : until,
    survivesSale: assetEpoch === 0,
    terms: terms === null ? null : present.terms(terms),
    issued,
    consumed,
    uses,
    opened: provenance(opened),
  };
}
