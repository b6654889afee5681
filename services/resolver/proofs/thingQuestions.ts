/** Questions of lists: those that are named, or those that the index has, as many as one question takes. */
import { type Question, questionSchema } from "../../proofs/index.js";
import type { Address, GroupId, QuotaEntity, QuotaId, TwinId } from "../../store/model.js";
import type { View } from "../../store/view.js";

/** As many as one question shows. */
const most = { limit: 32 };

/** @param holders Whose units are to be shown; null for those that the index knows to have some. */
export async function quotaQuestion(
  view: View,
  id: QuotaId,
  holders: readonly Address[] | null,
): Promise<Question> {
  const known = holders ?? (await view.balancesOfQuota(id, most)).items.map(({ holder }) => holder);
  const quota = view.quota(id);
  const asked = { kind: "quota", quota: id, holders: [...known] } as const;
  const shown = questionSchema.safeParse({ ...asked, parts: quota && quotaParts(quota) });
  // A scope's name may be longer than a document holds.
  return shown.success ? shown.data : { ...asked, parts: null };
}

const quotaParts = ({ asset, assetEpoch, scope, unit, until, terms }: QuotaEntity) => ({
  assetKind: asset.kind,
  asset: asset.id,
  assetEpoch,
  scope,
  unit,
  until,
  terms,
});

/** @param members Who is to be shown to be in it or not; null for those that the index knows to be in it. */
export async function groupQuestion(
  view: View,
  id: GroupId,
  members: readonly Address[] | null,
): Promise<Question> {
  const group = view.group(id);
  const known = members ?? (await view.membersOfGroup(id, most)).items.map(({ member }) => member);
  const parts = group && { owner: group.owner, name: group.name };
  return { kind: "group", group: id, parts, members: [...known] };
}

/** @param components Which twins are to be shown to be parts of it or not; null for those that the index has. */
export async function compositionQuestion(
  view: View,
  twin: TwinId,
  components: readonly TwinId[] | null,
): Promise<Question> {
  const known = components ?? (await view.componentsOf(twin, most)).items.map(({ part }) => part);
  return { kind: "composition", twin, components: [...known] };
}
