/** An answer's freezes against the supervision's books on the chain. */

import { toDigest } from "../../ledger/hex.js";
import {
  type FreezeState,
  type RegisteredThing,
  readFreeze,
  readFreezeCount,
} from "../../ledger/reads/supervision.js";
import { registryOf, thingWord } from "../../ledger/things.js";
import type { Subject } from "../../store/model.js";
import { namespacesAbove } from "../ledger/above.js";
import type { Located } from "../ledger/locate.js";
import type { LedgerSession } from "../ledger/session.js";
import { utcTime } from "../output/layout.js";
import type { Answer } from "./answer.js";
import { type Finding, finding, none } from "./finding.js";

/**
 * How many offices hold each thing frozen that the answer is about, so that one left out shows as well as one made up; and of
 * each freeze shown reason, order and time.
 */
export async function freezeFindings(
  session: LedgerSession,
  { freezes, asOf }: Answer,
  located: Located,
  subject: Subject,
): Promise<readonly Finding[]> {
  const { provider, deployment } = session;
  const things = await thingsOf(session, located, subject, asOf.number);
  const counts = await Promise.all(
    things.map(async (thing) => {
      const said = freezes.filter((freeze) => isSame(freeze.thing, thing)).length;
      const count = await readFreezeCount(provider, deployment, thing, asOf.number);
      return finding(`offices that hold ${named(thing)} frozen`, said, count);
    }),
  );
  const each = await Promise.all(
    freezes.map(async ({ thing, office, reason, order, frozen }) => {
      const found = things.some((one) => isSame(one, thing))
        ? await readFreeze(provider, deployment, thing, office.number, asOf.number)
        : null;
      const said = shown({ reason, order: toDigest(order), since: frozen.time });
      return finding(
        `freeze of ${named(thing)} by office ${office.number}`,
        said,
        found === null ? none : shown(found),
      );
    }),
  );
  return [...counts, ...each];
}

/** Record, namespace and those above it, owner and subject: an answer has freezes of nothing else. */
async function thingsOf(
  session: LedgerSession,
  { authority, record }: Located,
  subject: Subject,
  block: number,
): Promise<readonly RegisteredThing[]> {
  const above = authority === null ? [] : [authority, ...(await namespacesAbove(session, authority, block))];
  const all: readonly RegisteredThing[] = [
    ...(record === null ? [] : [{ kind: "record", id: record.id } as const]),
    ...above.map(({ state }) => ({ kind: "namespace", id: state.id }) as const),
    ...(record === null ? [] : [{ kind: "party", id: record.state.owner } as const]),
    ...(subject.kind === "none" ? [] : [subject]),
  ];
  // The owner may be the subject too.
  return all.filter((thing, position) => all.findIndex((one) => isSame(one, thing)) === position);
}

const isSame = (one: RegisteredThing, other: RegisteredThing): boolean =>
  registryOf[one.kind] === registryOf[other.kind] && thingWord(one) === thingWord(other);

const named = ({ kind, id }: RegisteredThing): string => `the ${kind} ${id.slice(0, 10)}…`;

const shown = ({ reason, order, since }: FreezeState): string =>
  `${reason}, order ${order}, since ${since < 8e12 ? utcTime(since) : since}`;
