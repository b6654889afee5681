/** Domain objects in the form of the API. */
import type { Identifier, LedgerScheme } from "../../identifiers/identifier.js";
import {
  coarserLevels,
  companyPrefixLengthIn,
  equivalents,
  isLedgerIdentifier,
  uriForm,
  writtenFormOf,
} from "../../identifiers/index.js";
import { isAttestedLegalId } from "../../rights/attestations.js";
import type {
  Address,
  FreezesEntity,
  GrantEntity,
  Grantee,
  GroupId,
  NamespaceEntity,
  OfficeScope,
  Placing,
  Provenance,
  RecordEntity,
  RecordId,
  TermsId,
  TwinEntity,
  TwinLicence,
  TwinVersion,
} from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import type { Claim } from "../resolution/claims.js";
import { accountDid, hostedFolders } from "../resolution/dids.js";
import type { Equivalent } from "../resolution/equivalents.js";
import { freezesOf } from "../resolution/freezes.js";
import type { ResolvedLink } from "../resolution/links.js";
import type { EffectiveStatus } from "../resolution/locate.js";
import type { Member } from "../resolution/members.js";
import type { Moment } from "../resolution/moment.js";
import { MomentMemory } from "../resolution/moments.js";
import type { Membership, Resolution } from "../resolution/resolve.js";
import { type RightsOfAsset, rightsOf } from "../resolution/rights.js";
import type { Zone } from "../resolution/zones.js";
import { addressesOf } from "./addresses.js";
import { asOfMoment } from "./asOf.js";
import type {
  AsOfView,
  AuthorityView,
  ClaimsView,
  EquivalentView,
  FreezeView,
  GranteeView,
  GroupRefView,
  IdentifierView,
  LicenceView,
  LinkView,
  MemberResolutionView,
  MembershipView,
  NamespaceView,
  PartyView,
  PlacingView,
  ProvenanceView,
  RecordView,
  ResolutionView,
  RightView,
  SubjectView,
  TermsView,
  TwinView,
} from "./schema.js";
import { shared } from "./written.js";

/** Presents what one snapshot holds. */
export interface Presenter {
  asOf(): AsOfView;
  freezes(frozen: readonly FreezesEntity[]): FreezeView[];
  identifier(input: string, identifier: Identifier): IdentifierView;
  authority(zone: Zone): AuthorityView;
  /** A namespace by itself, without those on which it depends. */
  namespace(namespace: NamespaceEntity): NamespaceView;
  party(address: Address): PartyView;
  twin(entity: TwinEntity): TwinView;
  right(grant: GrantEntity): RightView;
  grantee(of: Grantee): GranteeView;
  terms(id: TermsId): TermsView | null;
  resolution(input: string, asked: Identifier, resolution: Resolution): ResolutionView;
  member(input: string, asked: Identifier, membership: Membership): MemberResolutionView;
  claims(input: string, asked: Identifier, claims: readonly Claim[]): ClaimsView;
}

/** What answers name again and again. */
const parties = new MomentMemory<PartyView>();
const authorities = new MomentMemory<AuthorityView>();
const twins = new MomentMemory<SubjectView>();
const rightsOfTwins = new MomentMemory<RightView[]>();

/** @param baseUrl Public address of the resolver, without a slash at its end: stem of the URIs that are shown. */
export function presenter(view: EntityView, moment: Moment, baseUrl: string): Presenter {
  const { chainId, at } = moment;
  const party = (address: Address): PartyView =>
    parties.value(view, at, address, () => {
      const entity = view.party(address);
      return shared({
        address,
        did: accountDid(chainId, address),
        kind: entity?.kind ?? null,
        name: entity?.name ?? null,
        legalId: entity?.legalId || null,
        legalIdAttested: entity !== null && isAttestedLegalId(view, entity.legalId, address, at),
        active: entity !== null && entity.controller !== null,
      });
    });

  const asOf = (): AsOfView => asOfMoment(moment);

  const identifier = (input: string, asked: Identifier): IdentifierView => {
    const uris = equivalents(asked, { stem: baseUrl, companyPrefixLength: companyPrefixLengthIn(input) });
    return {
      input,
      form: writtenFormOf(input, asked),
      scheme: asked.scheme,
      canonical: asked.canonical,
      levels: isLedgerIdentifier(asked) ? coarserLevels(asked).map((level) => level.canonical) : [],
      uris: { ...uris },
      addresses: addressesOf(asked, uris, { chainId, baseUrl }),
    };
  };

  const withDocument = (shown: IdentifierView, id: RecordId): IdentifierView => {
    const didDocument = `${baseUrl}/${hostedFolders.record}/${id}/did.json`;
    return { ...shown, addresses: { ...shown.addresses, didDocument } };
  };

  const namespaceAlone = (namespace: NamespaceEntity): NamespaceView => ({
    id: namespace.id,
    prefix: namespace.prefix,
    holder: party(namespace.holder),
    status: namespace.status,
    expiry: expiryOf(namespace),
    emancipated: namespace.emancipated,
  });

  const authority = (zone: Zone): AuthorityView =>
    authorities.value(view, at, zone, () => {
      const { scheme, namespace, standing, cause, ancestors } = zone;
      return shared({
        namespace: namespace.id,
        scheme,
        prefix: namespace.prefix,
        holder: party(namespace.holder),
        status: standing,
        suspensionReason: standing === "suspended" ? (cause?.suspension?.reason ?? null) : null,
        expiry: expiryOf(namespace),
        mayIssue: namespace.terms.mayIssue,
        emancipated: namespace.emancipated,
        sealed: namespace.sealed,
        ancestors: ancestors.map(namespaceAlone),
      });
    });

  const twin = (entity: TwinEntity): TwinView => ({
    id: entity.id,
    kind: entity.kind,
    name: entity.name,
    state: entity.state,
    stateReason: entity.stateReason,
    licence: entity.licence === null ? null : licence(entity.licence),
    author: party(entity.author),
    owner: party(entity.owner),
    version: twinVersion(entity.version),
    digest: entity.version.digest,
    minted: provenance(entity.minted),
  });

  const subject = (resolved: Resolution["subject"]): SubjectView => {
    switch (resolved.kind) {
      case "none":
        return { kind: "none" };
      case "twin":
        return twins.value(view, at, resolved.twin, () =>
          shared({ kind: "twin", twin: twin(resolved.twin) }),
        );
      case "party":
        return { kind: "party", party: party(resolved.party.identity) };
      case "record": {
        const { id, scheme, identifier: canonical } = resolved.record;
        return { kind: "record", record: { id, scheme: view.scheme(scheme)?.name ?? scheme, canonical } };
      }
    }
  };

  const equivalent = ({ identifier: other, located, subject: of }: Equivalent): EquivalentView => ({
    uri: uriForm(other),
    scheme: other.scheme,
    canonical: other.canonical,
    record: located.record.id,
    status: located.status,
    owner: party(located.record.owner),
    subject: subject(of),
  });

  const group = (id: GroupId): GroupRefView | null => {
    const entity = view.group(id);
    return entity === null ? null : { id, name: entity.name, owner: party(entity.owner) };
  };

  const grantee = (of: Grantee): GranteeView => ({
    granteeKind: of.kind,
    grantee: of.kind === "party" ? party(of.party) : null,
    group: of.kind === "group" ? group(of.group) : null,
    commitment: of.kind === "blinded" ? of.commitment : null,
  });

  const terms = (id: TermsId): TermsView | null => {
    const entity = view.terms(id);
    if (entity === null) return null;
    const { policy, policyUri, actions, sublicences, notice, exclusive, irrevocable, byAcceptance } = entity;
    return {
      id,
      policy,
      policyUri: policyUri || null,
      actions: [...actions],
      sublicences,
      notice,
      exclusive,
      irrevocable,
      byAcceptance,
    };
  };

  const right = (grant: GrantEntity): RightView => ({
    grant: grant.id,
    asset: grant.asset,
    scope: grant.scope,
    ...grantee(grant.grantee),
    actions: [...grant.actions],
    from: grant.from === 0 ? null : grant.from,
    until: grant.until === 0 ? null : grant.until,
    survivesSale: grant.assetEpoch === 0,
    accepted: grant.accepted !== null,
    terms: grant.terms === null ? null : terms(grant.terms),
    parent: grant.parent?.grant ?? null,
  });

  const rightsAmong = ({ grants, areTwins }: RightsOfAsset): RightView[] =>
    areTwins ? rightsOfTwins.value(view, at, grants, () => shared(grants.map(right))) : grants.map(right);

  const scope = (of: OfficeScope): FreezeView["office"]["scope"] => {
    switch (of.kind) {
      case "all":
        return { kind: of.kind, value: null };
      case "jurisdiction":
        return { kind: of.kind, value: of.jurisdiction };
      case "scheme":
        return { kind: of.kind, value: view.scheme(of.scheme)?.name ?? of.scheme };
    }
  };

  const freezes = (frozen: readonly FreezesEntity[]): FreezeView[] =>
    frozen.flatMap(({ thing: { kind, id }, freezes: inForce }) =>
      inForce.map((freeze) => ({
        thing: { kind, id },
        office: {
          number: freeze.office,
          name: view.office(freeze.office)?.name ?? null,
          scope: scope(freeze.scope),
        },
        reason: freeze.reason,
        order: freeze.order,
        frozen: provenance(freeze.frozen),
      })),
    );

  return {
    asOf,
    freezes,
    identifier,
    authority,
    namespace: namespaceAlone,
    party,
    twin,
    right,
    grantee,
    terms,
    resolution: (input, asked, resolution) => {
      const rights = rightsOf(view, resolution, at);
      return {
        identifier: withDocument(identifier(input, asked), resolution.record.id),
        authority: authority(resolution.zone),
        record: record(resolution.record, resolution.zone.scheme, resolution.status),
        owner: party(resolution.record.owner),
        subject: subject(resolution.subject),
        subjectSharedBy: resolution.subjectSharedBy && uriForm(resolution.subjectSharedBy),
        equivalents: resolution.equivalents.map(equivalent),
        links: resolution.links.map(link),
        rights: rightsAmong(rights),
        rightsComplete: rights.complete,
        freezes: freezes(freezesOf(view, resolution, resolution.subject)),
        asOf: asOf(),
      };
    },
    member: (input, asked, { member, links, freezes: frozen }) => ({
      identifier: identifier(input, asked),
      authority: authority(member.zone),
      record: null,
      batch: membership(member),
      owner: party(member.batch.owner),
      links: links.map(link),
      freezes: freezes(frozen),
      asOf: asOf(),
    }),
    claims: (input, asked, claims) => ({
      identifier: identifier(input, asked),
      claims: claims.map(({ identifier: assetId, located }) => ({
        scheme: assetId.scheme,
        canonical: assetId.canonical,
        status: located.status,
        owner: party(located.record.owner),
        href: `${baseUrl}/v1/resolve?id=${encodeURIComponent(assetId.canonical)}&scheme=${assetId.scheme}`,
      })),
      asOf: asOf(),
    }),
  };
}

/** null for none of its own. */
const expiryOf = ({ terms }: NamespaceEntity): number | null => (terms.expiry === 0 ? null : terms.expiry);

/** In this order and nothing else, whatever more the index may come to hold. */
export function provenance({ block, time, transaction, by }: Provenance): ProvenanceView {
  return { block, time, transaction, by };
}

export function placing({ block, time, transaction }: Placing): PlacingView {
  return { block, time, transaction };
}

function record(entity: RecordEntity, scheme: LedgerScheme, status: EffectiveStatus): RecordView {
  return {
    id: entity.id,
    scheme,
    canonical: entity.identifier,
    status,
    statusReason: entity.statusReason,
    version: entity.version,
    digest: entity.digest,
    locked: entity.locked,
    member: entity.member && { batch: entity.member.batch, index: entity.member.index },
    registered: provenance(entity.registered),
    updated: provenance(entity.updated),
  };
}

export function membership({ batch, index, status }: Member): MembershipView {
  const { id, kind, count } = batch;
  return { id, kind, index: index.toString(), count, status, href: `/v1/batches/${id}` };
}

export function licence({ version, digest, uri, attached }: TwinLicence): LicenceView {
  return { version, digest, uri: uri || null, attached: provenance(attached) };
}

export function twinVersion({
  version,
  digest,
  mediaType,
  uri,
  published,
}: TwinVersion): TwinView["version"] {
  return { number: version, digest, mediaType, uri: uri || null, published: provenance(published) };
}

function link({ rel, target, inheritedFrom, sharedBy, batch }: ResolvedLink): LinkView {
  const { href, title, type, hreflang } = target;
  return {
    rel,
    href,
    ...(title === undefined ? {} : { title }),
    ...(type === undefined ? {} : { type }),
    ...(hreflang === undefined ? {} : { hreflang: [...hreflang] }),
    ...(inheritedFrom === null ? {} : { inheritedFrom }),
    ...(sharedBy === null ? {} : { sharedBy }),
    ...(batch === null ? {} : { batch }),
  };
}
