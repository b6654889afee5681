/** A twin and its lists in the form of the API. */
import type { ComponentEntity, FreezesEntity, Thing, TwinEntity, TwinId } from "../../store/model.js";
import type { EntityView, Page, PageRequest, View } from "../../store/view.js";
import { licence, type Presenter, provenance, twinVersion } from "./present.js";
import type {
  ComponentView,
  TwinDetailsView,
  TwinListName,
  TwinListView,
  TwinReferenceView,
} from "./twinSchema.js";

export function twinDetails(view: EntityView, present: Presenter, entity: TwinEntity): TwinDetailsView {
  return {
    twin: present.twin(entity),
    timesHandedOver: entity.epoch - 1,
    authors: entity.authors.map(({ party, share }) => ({ party: present.party(party), share })),
    royalty:
      entity.royalty === null
        ? null
        : { share: entity.royalty.basisPoints, receiver: entity.royalty.receiver },
    lineage: {
      depth: entity.depth,
      closedToDerivation: entity.closedToDerivation,
      parents: entity.parents.flatMap(({ twin, licence: taken }) => {
        const parent = view.twin(twin);
        if (parent === null) return [];
        const isInstance = entity.kind === "instance" && parent.kind === "type";
        const relation = isInstance ? ("instance-of" as const) : ("derived-from" as const);
        return { relation, licence: taken, twin: reference(present, parent) };
      }),
    },
    freezes: present.freezes(freezesOf(view, entity)),
    asOf: present.asOf(),
  };
}

/** The lists of a twin, each a page at a time. */
export const twinLists: {
  readonly [Name in TwinListName]: (
    view: View,
    present: Presenter,
    twin: TwinEntity,
    page: PageRequest,
  ) => Promise<TwinListView<Name>>;
} = {
  versions: async (view, present, { id }, page) =>
    shown(present, await view.twinVersions(id, page), (one) => [twinVersion(one)]),
  licences: async (view, present, { id }, page) =>
    shown(present, await view.twinLicences(id, page), (one) => [licence(one)]),
  permissions: async (view, present, { id, epoch }, page) =>
    shown(present, await view.twinPermissions(id, epoch, page), ({ use, party, given }) => [
      { use, party: party === null ? null : present.party(party), given: provenance(given) },
    ]),
  children: async (view, present, { id }, page) =>
    shown(present, await view.childrenOf(id, page), (one) => [reference(present, one)]),
  components: async (view, present, { id }, page) =>
    shown(present, await view.componentsOf(id, page), (one) => line(view, present, one, one.part)),
  assemblies: async (view, present, { id }, page) =>
    shown(present, await view.assembliesOf(id, page), (one) => line(view, present, one, one.whole)),
};

function shown<Entity, Item>(
  present: Presenter,
  { items, next }: Page<Entity>,
  show: (entity: Entity) => readonly Item[],
) {
  return { items: items.flatMap(show), next, asOf: present.asOf() };
}

function line(
  view: EntityView,
  present: Presenter,
  { quantity, listed }: ComponentEntity,
  other: TwinId,
): readonly ComponentView[] {
  const twin = view.twin(other);
  return twin === null ? [] : [{ quantity, listed: provenance(listed), twin: reference(present, twin) }];
}

function reference(present: Presenter, { id, kind, name, state, owner }: TwinEntity): TwinReferenceView {
  return { id, kind, name, state, owner: present.party(owner) };
}

function freezesOf(view: EntityView, { id, owner }: TwinEntity): readonly FreezesEntity[] {
  const things: readonly Thing[] = [
    { kind: "twin", id },
    { kind: "party", id: owner },
  ];
  return things.flatMap((thing) => {
    const freezes = view.freezesOf(thing);
    return freezes.length === 0 ? [] : [{ thing, freezes }];
  });
}
