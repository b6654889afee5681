/** Versions of a thing in the form of the API. */
import { isDeepStrictEqual } from "node:util";
import type { Address } from "../../store/model.js";
import type { ThingEntity, ThingVersion } from "../../store/view.js";
import type { VersionView } from "./historySchema.js";
import type { Presenter } from "./present.js";

export function versionView(
  present: Presenter,
  { ordinal, block, causes, thing, before }: ThingVersion,
): VersionView {
  const { number, hash, time } = block;
  return {
    version: ordinal + 1,
    block: { number, hash, time },
    transactions: causes.map(({ transaction, by }) => ({
      hash: transaction,
      by: by === null ? null : present.party(by),
    })),
    owner: present.party(ownerOf(thing)),
    changes: changesOf(before?.entity ?? {}, thing.entity),
  };
}

/** What names the thing, and when it changed last: no change of what it is. */
const aside: ReadonlySet<string> = new Set(["id", "identity", "updated"]);

function changesOf(before: object, after: object): VersionView["changes"] {
  const [old, present] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  const fields = new Set([...present.keys(), ...old.keys()]);
  return [...fields]
    .filter((field) => !aside.has(field) && !isDeepStrictEqual(old.get(field), present.get(field)))
    .map((field) => ({ field, before: old.get(field) ?? null, after: present.get(field) ?? null }));
}

function ownerOf(thing: ThingEntity): Address {
  switch (thing.kind) {
    case "namespace":
      return thing.entity.holder;
    case "party":
      return thing.entity.identity;
    case "grant":
      return thing.entity.grantor;
    default:
      return thing.entity.owner;
  }
}
