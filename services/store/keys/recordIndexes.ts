/** The index entries of a record: by owner, subject, asset id and what it says of a shell. */

import { assetIdOf, assetNames } from "../assetId.js";
import type { RecordEntity } from "../model.js";
import { shellTraits } from "../shellTraits.js";
import { bare, make } from "./fields.js";
import type { Key } from "./key.js";
import { assetId, recordOwner, shellOfTwin, shellTrait, subject, submodel } from "./prefixes.js";

export function recordIndexes(record: RecordEntity): readonly Key[] {
  const id = bare(record.id);
  const keys = [make(recordOwner(record.owner), id)];
  if (record.subject.kind !== "none") keys.push(make(subject(record.subject), id));
  keys.push(...assetIndexes(record));
  return keys;
}

function assetIndexes(record: RecordEntity): readonly Key[] {
  const named = assetIdOf(record);
  if (named === null) return [];
  const id = bare(record.id);
  const keys = [make(assetId(named), id)];
  if (named.name === assetNames.submodel) keys.push(make(submodel, id));
  if (named.name === assetNames.shell && record.subject.kind === "twin") {
    keys.push(make(shellOfTwin(record.subject.id), id));
    // Equal traits make equal keys.
    keys.push(...shellTraits(record).map((trait) => make(shellTrait(trait), id)));
  }
  return keys;
}
