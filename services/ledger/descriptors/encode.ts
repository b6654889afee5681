/**
 * What a descriptor says, as links of the record of its shell or submodel.
 *
 * Endpoints and semantic ids are links. All else is in the attributes of one link from the thing to itself, as RFC 9264
 * allows: arrays of texts, or of objects with texts.
 */
import type { Linkset, LinkTarget } from "../../store/model.js";
import { descriptorRelation } from "../../store/shellTraits.js";
import type { DescriptorFacts, Endpoint, Reference, ShellFacts, SubmodelFacts } from "./facts.js";
import { relations } from "./relations.js";

type Texts = readonly string[];
type Attribute = Texts | readonly Readonly<Record<string, string>>[];

/** Without the attributes that say nothing. */
function target(href: string, attributes: Readonly<Record<string, Attribute>>): LinkTarget {
  return { href, ...Object.fromEntries(Object.entries(attributes).filter(([, value]) => value.length > 0)) };
}

const one = (text: string | undefined): Texts => (text === undefined ? [] : [text]);

function referenceTarget({ type, keys }: Reference): LinkTarget {
  const last = keys.at(-1)?.value ?? "";
  return target(/^https?:/i.test(last) ? last : "", {
    referenceType: [type],
    keys: keys.map((key) => ({ ...key })),
  });
}

function endpointTarget({ interface: name, protocolInformation: protocol }: Endpoint): LinkTarget {
  return target(protocol.href, {
    interface: [name],
    endpointProtocol: one(protocol.endpointProtocol),
    endpointProtocolVersion: protocol.endpointProtocolVersion ?? [],
    subprotocol: one(protocol.subprotocol),
    subprotocolBody: one(protocol.subprotocolBody),
    subprotocolBodyEncoding: one(protocol.subprotocolBodyEncoding),
    securityAttributes: (protocol.securityAttributes ?? []).map((attribute) => ({ ...attribute })),
  });
}

function links(facts: DescriptorFacts, more: Readonly<Record<string, Attribute>>): Linkset {
  const own = target("", {
    idShort: one(facts.idShort),
    displayName: (facts.displayName ?? []).map((name) => ({ ...name })),
    description: (facts.description ?? []).map((text) => ({ ...text })),
    version: one(facts.administration?.version),
    revision: one(facts.administration?.revision),
    templateId: one(facts.administration?.templateId),
    ...more,
  });
  return withoutEmpty({
    [descriptorRelation]: Object.keys(own).length > 1 ? [own] : [],
    [relations.endpoint]: (facts.endpoints ?? []).map(endpointTarget),
  });
}

const withoutEmpty = (linkset: Linkset): Linkset =>
  Object.fromEntries(Object.entries(linkset).filter(([, targets]) => targets.length > 0));

/** Links of the record of a shell. */
export function shellLinks(facts: ShellFacts): Linkset {
  return links(facts, {
    assetKind: one(facts.assetKind),
    assetType: one(facts.assetType),
    specificAssetIds: (facts.specificAssetIds ?? []).map(({ name, value }) => ({ name, value })),
  });
}

/** Links of the record of a submodel. */
export function submodelLinks(facts: SubmodelFacts): Linkset {
  return withoutEmpty({
    ...links(facts, {}),
    [relations.semanticId]: facts.semanticId === undefined ? [] : [referenceTarget(facts.semanticId)],
    [relations.supplementalSemanticId]: (facts.supplementalSemanticIds ?? []).map(referenceTarget),
  });
}
