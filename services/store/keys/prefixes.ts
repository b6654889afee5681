/** Beginnings that keys of a table, or of its index, share with the lists that are read in their order. */

import type { AssetId } from "../assetId.js";
import type {
  Address,
  Asset,
  Grantee,
  OperatedKind,
  RecordId,
  RelationSides,
  SchemeId,
  Thing,
  Token,
  TwinId,
  TwinKind,
} from "../model.js";
import type {
  EventPlace,
  GrantedTo,
  GrantPlace,
  GrantsKey,
  Holding,
  NamedSubject,
  NumberForm,
  StretchPlace,
  TenuredToken,
} from "../places.js";
import type { ShellTrait } from "../shellTraits.js";
import {
  bare,
  blockWidth,
  digestOf,
  epochWidth,
  granteeCodes,
  kinds,
  logWidth,
  make,
  number,
  twinKindCodes,
  wordWidth,
} from "./fields.js";

export const schemeOrNone = (scheme: SchemeId | null): string =>
  scheme === null ? "0".repeat(wordWidth) : bare(scheme);
export const recordOwner = (owner: Address): string => make("41", bare(owner));
export const sealedRecordOwner = (owner: Address): string => make("46", bare(owner));
export const statedRecord = (id: RecordId): string => make("48", bare(id));
export const subject = (of: NamedSubject): string =>
  make("43", kinds[of.kind], bare(of.id).padStart(wordWidth, "0"));
export const assetId = (id: AssetId): string => make("44", digestOfAssetId(id));
export const shellOfTwin = (twin: TwinId): string => make("4b", bare(twin));
export const shellTrait = (trait: ShellTrait): string =>
  // No asset id has three parts.
  make(
    "49",
    trait.kind === "assetId"
      ? digestOfAssetId(trait)
      : digestOf(JSON.stringify(["trait", trait.kind, trait.value])),
  );

function digestOfAssetId({ name, value }: AssetId): string {
  if (made.name === name && made.value === value) return made.digest;
  // An array, so that no name and value run into each other.
  made = { name, value, digest: digestOf(JSON.stringify([name, value])) };
  return made.digest;
}

/** Made last: who has an asset id and who states it are asked for one after the other. */
let made = { name: "", value: "", digest: digestOf(JSON.stringify(["", ""])) };

/** Of one form all blocks around a number are looked up, one after the other. */
export function digestOfForm(form: NumberForm): string {
  if (lastForm.form === form) return lastForm.digest;
  const { scheme, stem, tail, width } = form;
  lastForm = { form, digest: digestOf(`${scheme} ${width} ${tail.length} ${tail}${stem}`) };
  return lastForm.digest;
}

let lastForm: { readonly form: NumberForm | null; readonly digest: string } = { form: null, digest: "" };

export const submodel = "4a";
export const twinKind = (kind: TwinKind): string => make("52", twinKindCodes[kind]);
export const legalId = (text: string): string => make("45", digestOf(text));
export const holding = (of: Holding): string => asset(of) + number(of.epoch, epochWidth);

export const tokenKey = ({ kind, id }: Token): string => kinds[kind] + bare(id);
export const operatedCodes = { ...kinds, quota: "08" } as const;
export const operatedKey = (holder: Address, kind: OperatedKind): string =>
  make("1f", bare(holder), operatedCodes[kind]);

export const eventTail = ({ block, log }: EventPlace): string =>
  number(block, blockWidth) + number(log, logWidth);

export const stretchTail = ({ block, stretch }: StretchPlace): string =>
  number(block, blockWidth) + number(stretch, logWidth);

export const tenuredToken = ({ token, epoch, controlEpoch }: TenuredToken): string =>
  make("1b", tokenKey(token), number(epoch, epochWidth), number(controlEpoch, epochWidth));
export const asset = (of: Asset): string => kinds[of.kind] + bare(of.id);
export const granteeWord = (grantee: Grantee): string => {
  switch (grantee.kind) {
    case "party":
      return bare(grantee.party).padStart(wordWidth, "0");
    case "group":
      return bare(grantee.group);
    case "blinded":
      return bare(grantee.commitment);
  }
};
export const placedGrantee = (grantee: GrantedTo["grantee"]): readonly [kind: string, word: string] => [
  grantee.kind,
  grantee.kind === "groups" ? "" : granteeWord(grantee),
];
// Arrays, so that no scope and grantee run into each other.
export const grantPlace = ({ kind, id, epoch, scope, grantee }: GrantPlace): string =>
  digestOf(JSON.stringify([kind, id, epoch, scope, ...placedGrantee(grantee)]));
export const grantsKey = ({ kind, id, grantee, apart }: GrantsKey): string => {
  const place = apart === null ? [] : [apart.epoch, apart.scope];
  return digestOf(JSON.stringify([kind, id, ...placedGrantee(grantee), ...place]));
};
export const granteeKey = (grantee: Grantee): string =>
  make("47", granteeCodes[grantee.kind], granteeWord(grantee));

export const relatedSubject = (id: RelationSides["subject"]): string =>
  make("69", bare(id).padStart(wordWidth, "0"));
export const thing = (of: Thing): string => kinds[of.kind] + bare(of.id).padStart(wordWidth, "0");
