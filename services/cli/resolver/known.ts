/** What a resolver knows of identifiers that are about to be registered. */
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { batchWays, type Knowledge, type Known, memberStatuses } from "../../importers/registration/known.js";
import { addressSchema, hashSchema, toAddress, toBatchId } from "../../ledger/hex.js";
import { linksetSchema } from "../../ledger/linkset.js";
import { CliError } from "../errors.js";
import { parsed, post, problemOf, refused } from "./client.js";
import { malformed } from "./exchange.js";

/** Most identifiers, and most bytes of them, in one request: the resolver takes more. */
const mostAtOnce = 2_048;
const mostBytes = 512 * 1024;
const lookMs = 100;
/** How long a resolver may take to read the blocks that are there, in milliseconds. */
const behindMs = 120_000;

const batchId = hashSchema.transform(toBatchId);
const answerSchema = z.looseObject({
  known: z.record(
    z.string().regex(/^\d{1,4}$/),
    z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("record") }),
      z.object({ kind: z.literal("reserved"), range: batchId }),
      z.object({
        kind: z.literal("member"),
        batch: batchId,
        index: z.string().regex(/^(?:0|[1-9][0-9]{0,18})$/),
        status: z.enum(memberStatuses),
      }),
    ]),
  ),
  batches: z.record(
    z.string(),
    z.object({
      way: z.enum(batchWays),
      owner: addressSchema.transform(toAddress),
      links: linksetSchema,
    }),
  ),
  asOf: z.looseObject({ number: z.number() }),
});

/**
 * @param head Number of the block that it has to have read.
 * @param away Told, once, that it cannot be asked: then all counts as free.
 */
export function knowledgeOf(
  resolverUrl: string,
  head: () => Promise<number>,
  away: (why: CliError) => void,
): Knowledge {
  let wanted: Promise<number> | null = null;
  let isAway = false;
  return {
    async of(identifiers) {
      const found: (Known | null)[] = identifiers.map(() => null);
      wanted ??= head();
      for (const places of portions(identifiers)) {
        if (isAway) break;
        const known = await ask(places, await wanted).catch((error: unknown) => {
          if (!isNobody(error)) throw error;
          isAway = true;
          away(error);
          return new Map<number, Known>();
        });
        for (const [place, { at }] of places.entries()) found[at] = known.get(place) ?? null;
      }
      return found;
    },
  };

  async function ask(portion: Portion, block: number): Promise<ReadonlyMap<number, Known>> {
    const [first] = portion;
    const question = {
      scheme: first?.identifier.scheme,
      identifiers: portion.map(({ identifier }) => identifier.canonical),
    };
    for (const end = performance.now() + behindMs; ; await sleep(lookMs)) {
      const { status, body } = await post(resolverUrl, "v1/known", question, null);
      if (status !== 200) throw refused(status, problemOf(resolverUrl, body));
      const answer = parsed(resolverUrl, answerSchema, body);
      if (answer.asOf.number >= block) return knownIn(resolverUrl, answer);
      if (performance.now() >= end) throw behind(answer.asOf.number, block);
    }
  }
}

/** By their places in what was asked. @throws CliError `CLI_RESOLVER_MALFORMED` */
function knownIn(
  resolverUrl: string,
  { known, batches }: z.infer<typeof answerSchema>,
): ReadonlyMap<number, Known> {
  const found = new Map<number, Known>();
  for (const [place, one] of Object.entries(known)) {
    if (one.kind !== "member") {
      found.set(Number(place), one);
      continue;
    }
    const batch = batches[one.batch];
    if (batch === undefined) throw malformed(resolverUrl);
    found.set(Number(place), { ...one, ...batch });
  }
  return found;
}

interface Placed {
  readonly at: number;
  readonly identifier: LedgerIdentifier;
}
type Portion = readonly Placed[];

/** Each of one scheme, and of no more than one request takes. */
function* portions(identifiers: readonly LedgerIdentifier[]): Generator<Portion> {
  let portion: Placed[] = [];
  let bytes = 0;
  for (const [at, identifier] of identifiers.entries()) {
    const size = Buffer.byteLength(JSON.stringify(identifier.canonical)) + 1;
    const isOther = portion[0] !== undefined && portion[0].identifier.scheme !== identifier.scheme;
    if (isOther || portion.length >= mostAtOnce || bytes + size > mostBytes) {
      if (portion.length > 0) yield portion;
      portion = [];
      bytes = 0;
    }
    portion.push({ at, identifier });
    bytes += size;
  }
  if (portion.length > 0) yield portion;
}

/** Whether nobody is there who could say. */
function isNobody(error: unknown): error is CliError {
  if (!(error instanceof CliError)) return false;
  return error.code === "CLI_RESOLVER_UNREACHABLE" || error.details.status === 404;
}

function behind(block: number, head: number): CliError {
  return new CliError(
    "CLI_RESOLVER_REFUSED",
    `The resolver is at block ${block} of ${head}: it cannot say yet what is registered.`,
    { hint: "Wait until it follows the chain: cadastre status. Or go on without it: --no-publish" },
  );
}
