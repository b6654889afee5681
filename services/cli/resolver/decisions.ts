/** Decisions and capabilities, asked of a resolver as a party. */
import { z } from "zod";
import { addressSchema, hashSchema, toQuotaId } from "../../ledger/hex.js";
import type { Asset, GrantAction, GrantId, QuotaId } from "../../store/model.js";
import { asOf } from "./answer.js";
import type { Asker } from "./asker.js";
import { parsed, post, problemSchema, refused } from "./client.js";

/** What would be done with which data, as `/v1/decisions` takes it. */
export interface DataQuestion {
  readonly asset: Asset;
  readonly scope: string;
  readonly action: GrantAction;
  readonly onBehalfOf?: string;
  readonly opening?: string;
  readonly grant?: GrantId;
  readonly purpose?: string;
  readonly meter?: { readonly quota: QuotaId; readonly host: string; readonly units: string };
}

const reason = { reason: z.string(), words: z.string() };

const units = z
  .string()
  .regex(/^\d{1,39}$/)
  .transform(BigInt);

const decisionSchema = z.looseObject({
  allowed: z.boolean(),
  ...reason,
  decidedBy: z.string(),
  grant: hashSchema.nullable(),
  until: z.number().int().nullable(),
  meter: z
    .looseObject({
      registry: addressSchema,
      quota: hashSchema.transform(toQuotaId),
      host: addressSchema,
      settled: units,
      left: units,
    })
    .optional(),
  explanation: z
    .looseObject({
      looked: z.array(
        z.looseObject({
          right: z.looseObject({
            grant: hashSchema,
            scope: z.string(),
            granteeKind: z.string(),
            grantee: z.looseObject({ address: addressSchema, name: z.string().nullable() }).nullable(),
            opened: z
              .looseObject({ party: z.looseObject({ address: addressSchema, name: z.string().nullable() }) })
              .optional(),
            actions: z.array(z.string()),
          }),
          ...reason,
        }),
      ),
      complete: z.boolean(),
    })
    .optional(),
});
export type DecisionAnswer = z.infer<typeof decisionSchema>;

const decisionsSchema = z.looseObject({ decisions: z.tuple([decisionSchema]), asOf });

/** A question, and what goes with it. */
export interface Asking {
  readonly question: DataQuestion;
  /** Usage policies by which a purpose is decided. */
  readonly policies: readonly unknown[];
}

/**
 * Decides for a subject, at a moment as `at` takes it.
 * @throws CliError `CLI_RESOLVER_UNREACHABLE`, `CLI_RESOLVER_REFUSED`, `CLI_NOT_AUTHORISED`, `CLI_RESOLVER_MALFORMED`
 */
export async function readDecision(
  resolverUrl: string,
  asker: Asker,
  { question, policies }: Asking,
  { subject, at }: { readonly subject: string | undefined; readonly at: string | undefined },
): Promise<{ readonly decision: DecisionAnswer; readonly asOf: z.infer<typeof asOf> }> {
  const query = at === undefined ? "" : `?${new URLSearchParams({ at })}`;
  const asked = { questions: [{ subject, ...question }], policies };
  const { status, body } = await post(resolverUrl, `v1/decisions${query}`, asked, asker);
  if (status !== 200) throw refused(status, parsed(resolverUrl, problemSchema, body));
  const { decisions, asOf: moment } = parsed(resolverUrl, decisionsSchema, body);
  return { decision: decisions[0], asOf: moment };
}

const capabilitySchema = z.looseObject({
  token: z.string().regex(/^[A-Za-z0-9._-]{1,4096}$/),
  expires: z.number().int(),
  decision: decisionSchema,
  asOf,
});
export type CapabilityAnswer = z.infer<typeof capabilitySchema>;

/**
 * A capability for a data provider.
 * @throws CliError as {@link readDecision} does; `CLI_NOT_AUTHORISED` where it is not allowed.
 */
export async function readCapability(
  resolverUrl: string,
  asker: Asker,
  { question, policies }: Asking,
  audience: string,
): Promise<CapabilityAnswer> {
  const { status, body } = await post(
    resolverUrl,
    "v1/capabilities",
    { ...question, audience, policies },
    asker,
  );
  if (status !== 200) throw refused(status, parsed(resolverUrl, problemSchema, body));
  return parsed(resolverUrl, capabilitySchema, body);
}
