import { twinUseOf } from "../../ledger/enums.js";
import type { TwinAuthorNamed, TwinLicenceAttached, TwinUsePermitted } from "../../ledger/events/decoders.js";
import { zeroAddress, zeroWord } from "../../ledger/hex.js";
import type { Draft } from "../../store/draft.js";
import { tables } from "../../store/keys.js";
import type { TwinLicence } from "../../store/model.js";
import { inconsistent, known, type Place, provenance } from "./place.js";

/** One log an author, in their order; the first of them takes the place of the author alone. */
export function twinAuthorNamed(draft: Draft, event: TwinAuthorNamed, place: Place): void {
  const twin = known(draft, tables.twin, event.twin, "twin", place);
  const { position, party, share } = event;
  const before = position === 0 ? [] : twin.authors;
  if (before.length !== position)
    throw inconsistent(
      place,
      `it names author ${position} of twin ${event.twin}, which has ${before.length}`,
    );
  draft.put(tables.twin, event.twin, { ...twin, authors: [...before, { party, share }] });
}

export function twinLicenceAttached(draft: Draft, event: TwinLicenceAttached, place: Place): void {
  const twin = known(draft, tables.twin, event.twin, "twin", place);
  const { version, digest, uri } = event;
  const licence: TwinLicence = {
    version,
    digest: digest === zeroWord ? null : digest,
    uri,
    attached: provenance(place, event.by),
  };
  draft.put(tables.twin, event.twin, { ...twin, licence });
  draft.put(tables.twinLicence, { twin: event.twin, version }, licence);
}

/** One that was taken back is not kept; those of earlier holders are, under their holding epoch. */
export function twinUsePermitted(draft: Draft, event: TwinUsePermitted, place: Place): void {
  const { twin, epoch, party } = event;
  const use = twinUseOf(event.use);
  const key = { twin, epoch, use, party };
  if (!event.allowed) {
    draft.delete(tables.twinPermission, key);
    return;
  }
  const given = provenance(place, event.by);
  draft.put(tables.twinPermission, key, { use, party: party === zeroAddress ? null : party, given });
}
