/** Statistics of a resolver. */
import { z } from "zod";
import { asOf } from "./answer.js";
import { get, openText, parsed, refusal } from "./client.js";

const countsSchema = z.record(z.string(), z.union([z.number(), z.string().regex(/^\d+$/)]));

const statisticsSchema = z.looseObject({
  by: z.enum(["day", "month"]),
  from: z.string(),
  to: z.string(),
  periods: z.array(
    z.looseObject({
      period: z.string(),
      ledger: countsSchema,
      holders: z.number().nullable(),
      resolutions: z
        .record(z.string(), z.looseObject({ answered: z.number(), unknown: z.number() }))
        .nullable(),
    }),
  ),
  whole: z.looseObject({ ledger: countsSchema, holders: z.number().nullable() }),
  schemes: z.array(z.looseObject({ scheme: z.string(), ledger: countsSchema })),
  asOf,
});
export type Statistics = z.infer<typeof statisticsSchema>;

const pathOf = (query: Readonly<Record<string, string>>): string =>
  `v1/statistics?${new URLSearchParams(query)}`;

/** @throws CliError `CLI_RESOLVER_UNREACHABLE`, `CLI_RESOLVER_REFUSED`, `CLI_RESOLVER_MALFORMED` */
export async function readStatistics(
  resolverUrl: string,
  query: Readonly<Record<string, string>>,
): Promise<Statistics> {
  const { status, body } = await get(resolverUrl, pathOf(query));
  if (status === 200) return parsed(resolverUrl, statisticsSchema, body);
  throw refusal(resolverUrl, status, body);
}

/** The same as a table, to the byte. */
export const readStatisticsTable = (
  resolverUrl: string,
  query: Readonly<Record<string, string>>,
): Promise<string> => openText(resolverUrl, pathOf({ ...query, format: "csv" }));
