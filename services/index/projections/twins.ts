import { twinKindOf, twinStateOf } from "../../ledger/enums.js";
import type {
  TwinMinted,
  TwinRoyaltySet,
  TwinStateChanged,
  TwinVersionPublished,
} from "../../ledger/events/decoders.js";
import { toDigest, zeroAddress, zeroWord } from "../../ledger/hex.js";
import type { Draft } from "../../store/draft.js";
import { tables } from "../../store/keys.js";
import type { TwinVersion } from "../../store/model.js";
import { known, type Place, provenance } from "./place.js";

/** All shares together, in basis points. */
const wholeShare = 10_000;

/** The first version follows in a log of the same transaction, and so does a royalty. */
export function twinMinted(draft: Draft, event: TwinMinted, place: Place): void {
  const minted = provenance(place, event.by);
  draft.put(tables.twin, event.twin, {
    id: event.twin,
    kind: twinKindOf(event.kind),
    name: event.name,
    state: twinStateOf(event.state),
    stateReason: "",
    author: event.author,
    authors: [{ party: event.author, share: wholeShare }],
    royalty: null,
    licence: null,
    parents: [],
    depth: 0,
    closedToDerivation: false,
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

export function twinStateChanged(draft: Draft, event: TwinStateChanged, place: Place): void {
  const twin = known(draft, tables.twin, event.twin, "twin", place);
  draft.put(tables.twin, event.twin, {
    ...twin,
    state: twinStateOf(event.state),
    stateReason: event.reason,
  });
}

export function twinRoyaltySet(draft: Draft, event: TwinRoyaltySet, place: Place): void {
  const twin = known(draft, tables.twin, event.twin, "twin", place);
  const { basisPoints } = event;
  const receiver = event.receiver === zeroAddress ? null : event.receiver;
  draft.put(tables.twin, event.twin, {
    ...twin,
    royalty: basisPoints === 0 ? null : { basisPoints, receiver },
  });
}
