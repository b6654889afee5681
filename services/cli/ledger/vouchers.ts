/** Who vouches for a digest, as the chain has it. */
import { readAnchor, readBundle } from "../../ledger/reads/evidence.js";
import type { Address, Digest } from "../../store/model.js";
import { CliError } from "../errors.js";
import { table, utcTime } from "../output/layout.js";
import { addressTopic, eventsOf } from "./events.js";
import type { LedgerSession } from "./session.js";

export interface Vouched {
  readonly author: Address;
  /** Unix seconds. */
  readonly anchoredAt: number;
  /** Root of the bundle through which, where it was one. */
  readonly bundle: Digest | null;
  readonly supersededBy: Digest | null;
}

export function anchorTable(anchors: readonly Vouched[]): string {
  const rows = anchors.map(({ author, anchoredAt, supersededBy }) => [
    utcTime(anchoredAt),
    author,
    supersededBy === null ? "" : `superseded by ${supersededBy}`,
  ]);
  return table(["anchored", "author", ""], rows);
}

/** Who anchored it; as a bundle, where it is the root of one. */
export async function vouchersOf(
  session: LedgerSession,
  digest: Digest,
  author: Address | null,
  asBundle: boolean,
): Promise<readonly Vouched[]> {
  const topics = [digest, author === null ? null : addressTopic(author)];
  const events = await eventsOf(session, "evidence", "EvidenceAnchored", topics);
  const found = await Promise.all(
    events.map(({ event }) => vouched(session, digest, event.author, asBundle)),
  );
  return found.filter((one) => one !== null);
}

/** What the state says, which the node's events are held against. */
async function vouched(
  { provider, deployment }: LedgerSession,
  digest: Digest,
  author: Address,
  asBundle: boolean,
): Promise<Vouched | null> {
  const state = await readBundle(provider, deployment, digest, author);
  if (asBundle && state === null) return null;
  const anchoredAt = await readAnchor(provider, deployment, digest, author);
  if (anchoredAt === null) {
    throw new CliError("CLI_EVENTS_INCOMPLETE", `The chain's state does not have the anchor of ${author}.`, {
      hint: "Ask another node.",
      details: { digest, author },
    });
  }
  return {
    author,
    anchoredAt,
    bundle: state === null ? null : digest,
    supersededBy: state?.supersededBy ?? null,
  };
}
