import type { BundleAnchored, EvidenceAnchored } from "../../ledger/events/decoders.js";
import { toDigest, zeroWord } from "../../ledger/hex.js";
import type { Draft } from "../../store/draft.js";
import { tables } from "../../store/keys.js";
import { known, type Place, provenance } from "./place.js";

export function evidenceAnchored(draft: Draft, event: EvidenceAnchored, place: Place): void {
  const { digest, author, by } = event;
  draft.put(tables.anchor, { digest, author }, { digest, author, anchored: provenance(place, by) });
}

export function bundleAnchored(draft: Draft, event: BundleAnchored, place: Place): void {
  const { author, count, uri } = event;
  const root = toDigest(event.root);
  const supersedes = event.supersedes === zeroWord ? null : toDigest(event.supersedes);
  if (supersedes !== null) {
    const before = known(draft, tables.bundle, { digest: supersedes, author }, "bundle", place);
    draft.put(tables.bundle, { digest: supersedes, author }, { ...before, supersededBy: root });
  }
  draft.put(
    tables.bundle,
    { digest: root, author },
    { root, author, count, uri, supersedes, supersededBy: null, anchored: provenance(place, event.by) },
  );
}
