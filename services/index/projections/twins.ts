import { twinKindOf } from "../../ledger/enums.js";
import type { TwinMinted, TwinVersionPublished } from "../../ledger/events/decoders.js";
import { toDigest, zeroWord } from "../../ledger/hex.js";
import type { Draft } from "../../store/draft.js";
import { tables } from "../../store/keys.js";
import type { TwinVersion } from "../../store/model.js";
import { known, type Place, provenance } from "./place.js";

/** The first version follows in a log of the same transaction. */
export function twinMinted(draft: Draft, event: TwinMinted, place: Place): void {
  const minted = provenance(place, event.by);
  draft.put(tables.twin, event.twin, {
    id: event.twin,
    kind: twinKindOf(event.kind),
    name: event.name,
    author: event.author,
    owner: event.owner,
    epoch: 1,
    version: { version: 0, digest: toDigest(zeroWord), mediaType: "", uri: "", published: minted },
    minted,
  });
}

export function twinVersionPublished(draft: Draft, event: TwinVersionPublished, place: Place): void {
  const twin = known(draft, tables.twin, event.twin, "twin", place);
  const version: TwinVersion = {
    version: event.version,
    digest: event.digest,
    mediaType: event.mediaType,
    uri: event.uri,
    published: provenance(place, event.by),
  };
  draft.put(tables.twin, event.twin, { ...twin, version });
  draft.put(tables.twinVersion, { twin: event.twin, version: event.version }, version);
  draft.put(tables.twinByContent, event.digest, event.twin);
}
