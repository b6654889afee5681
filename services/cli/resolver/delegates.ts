/** Asks a resolver who may act for a holder: roles, approvals, operators and allowances. */
import { z } from "zod";
import { addressSchema } from "../../ledger/hex.js";
import { type Address, type OperatedKind, type QuotaId, type Token, tokenRoles } from "../../store/model.js";
import { party } from "./answer.js";
import { readPages } from "./client.js";

const placing = z.looseObject({ time: z.number().int() });
const rolesSchema = z.looseObject({
  holder: party,
  roles: z.array(
    z.looseObject({ account: addressSchema, roles: z.array(z.enum(tokenRoles)), given: placing }),
  ),
  approved: z.looseObject({ account: addressSchema, given: placing }).nullable(),
  next: z.string().nullable(),
});
const operatorsSchema = z.looseObject({
  operators: z.array(z.looseObject({ account: addressSchema, given: placing })),
  next: z.string().nullable(),
});
export type Operator = z.infer<typeof operatorsSchema>["operators"][number];

export interface Delegates extends Pick<z.infer<typeof rolesSchema>, "holder" | "roles" | "approved"> {
  readonly operators: readonly Operator[];
}

/**
 * Who may act on a token or move it besides the key of its holder; null where the resolver knows no such token.
 * @throws CliError `CLI_RESOLVER_UNREACHABLE`, `CLI_RESOLVER_REFUSED`, `CLI_RESOLVER_MALFORMED`
 */
export async function readDelegates(resolverUrl: string, { kind, id }: Token): Promise<Delegates | null> {
  const pages = await readPages(resolverUrl, `v1/roles/${kind}/${id}`, rolesSchema);
  const first = pages?.[0];
  if (pages === null || first === undefined) return null;
  return {
    holder: first.holder,
    roles: pages.flatMap(({ roles }) => roles),
    approved: first.approved,
    operators: (await readOperators(resolverUrl, kind, first.holder.address)) ?? [],
  };
}

/**
 * Who may move all that a party holds of a kind; null where the resolver knows no such party.
 * @throws CliError `CLI_RESOLVER_UNREACHABLE`, `CLI_RESOLVER_REFUSED`, `CLI_RESOLVER_MALFORMED`
 */
export async function readOperators(
  resolverUrl: string,
  kind: OperatedKind,
  holder: Address,
): Promise<readonly Operator[] | null> {
  const pages = await readPages(resolverUrl, `v1/operators/${kind}/${holder}`, operatorsSchema);
  return pages?.flatMap(({ operators }) => operators) ?? null;
}

const allowancesSchema = z.looseObject({
  items: z.array(
    z.looseObject({ holder: party, spender: addressSchema, units: z.string().nullable(), given: placing }),
  ),
  next: z.string().nullable(),
});
export type Allowance = z.infer<typeof allowancesSchema>["items"][number];

/**
 * Who may use whose units of a quota; null where the resolver knows no such quota.
 * @throws CliError `CLI_RESOLVER_UNREACHABLE`, `CLI_RESOLVER_REFUSED`, `CLI_RESOLVER_MALFORMED`
 */
export async function readAllowances(
  resolverUrl: string,
  quota: QuotaId,
): Promise<readonly Allowance[] | null> {
  const pages = await readPages(resolverUrl, `v1/quotas/${quota}/allowances`, allowancesSchema);
  return pages?.flatMap(({ items }) => items) ?? null;
}
