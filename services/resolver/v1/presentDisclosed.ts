/** What callers with a right are shown besides, in the form of the API. */
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { namespaceText } from "../../identifiers/namespaceText.js";
import type { RequestContext } from "../auth/context.js";
import type { ShownLink } from "../visibility/protectedLinks.js";
import type { ProtectedLinkView } from "../visibility/schema.js";
import type { DisclosedContent, OpenedSealed } from "../visibility/sealed.js";
import type { Presenter } from "./present.js";
import { sealedDetails } from "./presentSealed.js";
import type { SealedResolutionView, SealedView } from "./sealedSchema.js";

export function presentDisclosed({
  link,
  salt,
  commitment,
  record,
  inheritedFrom,
}: ShownLink): ProtectedLinkView {
  const { rel, target, scope } = link;
  return {
    link: { rel, target: { ...target }, scope },
    salt,
    commitment,
    record,
    ...(inheritedFrom === null ? {} : { inheritedFrom }),
  };
}

/** The disclosure is what `cadastre sealed verify` takes. */
export function presentSealed(
  { view, moment }: Pick<RequestContext, "view" | "moment">,
  present: Presenter,
  input: string,
  identifier: LedgerIdentifier,
  { record, registry, zone, salt, disclosed }: OpenedSealed,
): SealedResolutionView {
  return {
    identifier: present.identifier(input, identifier),
    record: null,
    sealed: sealedDetails(view, present, record, zone, moment.at),
    disclosure: {
      chain: moment.chainId,
      registry,
      record: record.id,
      namespace: namespaceText({ scheme: zone.scheme, prefix: zone.namespace.prefix }),
      scheme: identifier.scheme,
      identifier: identifier.canonical,
      salt,
      ...(disclosed === null ? {} : presentContent(disclosed)),
    },
    asOf: present.asOf(),
  };
}

export function presentContent({
  content,
  contentSalt,
}: DisclosedContent): NonNullable<SealedView["disclosed"]> {
  const { subject, linkset } = content;
  const links = Object.entries(linkset).map(([rel, targets]) => [
    rel,
    targets.map((target) => ({ ...target })),
  ]);
  return { content: { subject: { ...subject }, linkset: Object.fromEntries(links) }, contentSalt };
}
