/** The resolver's vault over HTTP: what an owner entrusts, and what a caller may see of it. */
import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import { hashSchema } from "../../ledger/hex.js";
import { protectedLinkSchema } from "../../ledger/protectedLinks.js";
import { CliError } from "../errors.js";
import { asOf } from "./answer.js";
import type { Asker } from "./asker.js";
import { askJson, parsed, problemOf, refused } from "./client.js";

/** How long the resolver's index is waited for, in milliseconds, and how often it is asked meanwhile. */
const patience = 60_000;
const pause = 500;

/** The index may be behind. */
const passing = ["RESOLVER_NOT_COMMITTED", "RESOLVER_NOT_READY"];

/**
 * Entrusts something under a path of `/v1/vault/`, once the resolver's index has come to its commitment.
 * @throws CliError `CLI_RESOLVER_UNREACHABLE`, `CLI_RESOLVER_REFUSED`, `CLI_NOT_AUTHORISED`, `CLI_RESOLVER_MALFORMED`
 */
export async function entrust(
  resolverUrl: string,
  place: string,
  content: unknown,
  asker: Asker,
): Promise<void> {
  const end = Date.now() + patience;
  for (;;) {
    const headers = { "content-type": "application/json" };
    const question = { method: "PUT", headers, body: JSON.stringify(content) } as const;
    const { status, body } = await askJson(resolverUrl, `v1/vault/${place}`, question, asker);
    if (status === 200) return;
    const problem = problemOf(resolverUrl, body);
    if (!passing.includes(problem.code ?? "") || Date.now() > end) throw refused(status, problem);
    await setTimeout(pause);
  }
}

/** Takes something back; it is done, too, where it is not there. @throws as {@link entrust} */
export async function takeBack(resolverUrl: string, place: string, asker: Asker): Promise<void> {
  const question = { method: "DELETE", headers: {}, body: null } as const;
  const { status, body } = await askJson(resolverUrl, `v1/vault/${place}`, question, asker);
  if (status !== 204) throw refused(status, problemOf(resolverUrl, body));
}

const shownSchema = z.looseObject({
  items: z.array(
    z.looseObject({
      link: protectedLinkSchema,
      salt: hashSchema,
      commitment: hashSchema,
    }),
  ),
  asOf,
});
export type ShownLinks = z.infer<typeof shownSchema>;

/** The protected links of a record that the caller may see. @throws as {@link entrust} */
export async function readProtected(resolverUrl: string, record: string, asker: Asker): Promise<ShownLinks> {
  const { status, body } = await askJson(resolverUrl, `v1/vault/links/${record}`, undefined, asker);
  if (status === 200) return parsed(resolverUrl, shownSchema, body);
  throw refused(status, problemOf(resolverUrl, body));
}

/** Words for an outcome that is on the ledger and not in the resolver. */
export function notEntrusted(cause: unknown, again: string): CliError {
  const why = cause instanceof CliError ? ` ${cause.message}` : "";
  return new CliError("CLI_RESOLVER_REFUSED", `The ledger has it, and the resolver does not.${why}`, {
    hint: `Do the same again: ${again}. Nothing is published twice.`,
    cause,
  });
}
