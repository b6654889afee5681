/** Questions of twins, quotas and groups: with lists of what is to be shown. */
import { toGroupId, toQuotaId, toTwinId } from "../../ledger/hex.js";
import { groupId } from "../../ledger/ids.js";
import type { Question } from "../../proofs/index.js";
import type { Address } from "../../store/model.js";
import { usage } from "../errors.js";
import { twinReference } from "../names/asset.js";
import { partyAddress } from "../names/party.js";
import { componentsAt, groupPartsAt, holdersAt, membersAt, quotaPartsAt } from "./events.js";
import type { Questioning } from "./questioning.js";

/** As many as one question shows. */
const most = 32;

export const twinOf = async ({ session }: Questioning, name: string): Promise<Question> => ({
  kind: "twin",
  twin: await twinReference(session, name),
});

export const derivationOf = async ({ session }: Questioning, name: string): Promise<Question> => ({
  kind: "derivation",
  twin: await twinReference(session, name),
});

/** @param named Which twins are to be shown to be parts of it or not; where none are, those that the events name. */
export async function compositionOf(
  { session, block }: Questioning,
  name: string,
  named: boolean | readonly string[],
): Promise<Question> {
  const twin = await twinReference(session, name);
  const components =
    typeof named === "boolean" ? await componentsAt(session, twin, block) : named.map(twinId);
  return { kind: "composition", twin, components: bounded(components) };
}

export async function quotaOf(asked: Questioning, name: string): Promise<Question> {
  const quota = word(name, "a quota", toQuotaId);
  const { session, block, flags } = asked;
  const holders =
    flags.holders === undefined
      ? await holdersAt(session, quota, block)
      : await partiesOf(asked, flags.holders);
  const parts = await quotaPartsAt(session, quota, block);
  return { kind: "quota", quota, parts, holders: bounded(holders) };
}

/** `QUOTA/HOLDER/SPENDER` */
export async function allowanceOf({ context }: Questioning, text: string): Promise<Question> {
  const [quota = "", holder = "", ...rest] = text.split("/");
  return {
    kind: "allowance",
    quota: word(quota, "a quota", toQuotaId),
    holder: await partyAddress(context, holder),
    spender: await partyAddress(context, rest.join("/")),
  };
}

/** By its id, or by its owner and name. */
export async function groupOf(asked: Questioning, name: string): Promise<Question> {
  const { context, session, block, flags } = asked;
  const slash = name.indexOf("/");
  const parts =
    slash < 0
      ? null
      : { owner: await partyAddress(context, name.slice(0, slash)), name: name.slice(slash + 1) };
  const group = parts === null ? word(name, "a group", toGroupId) : groupId(parts.owner, parts.name);
  const members =
    flags.members === undefined
      ? await membersAt(session, group, block)
      : await partiesOf(asked, flags.members);
  return {
    kind: "group",
    group,
    parts: parts ?? (await groupPartsAt(session, group, block)),
    members: bounded(members),
  };
}

async function partiesOf({ context }: Questioning, names: readonly string[]): Promise<Address[]> {
  const parties: Address[] = [];
  for (const name of bounded(names)) parties.push(await partyAddress(context, name));
  return parties;
}

function bounded<Item>(items: readonly Item[]): Item[] {
  if (items.length <= most) return [...items];
  throw usage(
    `${items.length} are too many for one proof.`,
    `Name at most ${most} with --holders, --members or --components, and make several proofs of one block: --at.`,
  );
}

const twinId = (text: string) => word(text.replace(/^twin:/, ""), "a twin", toTwinId);

function word<Id>(text: string, what: string, read: (text: string) => Id): Id {
  if (/^0x[0-9a-fA-F]{64}$/.test(text)) return read(text);
  throw usage(`"${text}" is not the id of ${what}.`, "An id is 0x and 64 hexadecimal digits.");
}
