/**
 * Clears the vault of what it keeps for nothing: rows whose commitment the ledger no longer has, for good, and those of former owners,
 * which are shown to nobody. A page at a time, so that nothing waits for it.
 */
import type { Logger } from "pino";
import type { FollowerStatus } from "../../index/status.js";
import { blindedGrantee } from "../../ledger/ids.js";
import { commitmentsIn } from "../../ledger/protectedLinks.js";
import { digestOf } from "../../ledger/sealedContent.js";
import type { Store } from "../../store/store.js";
import type { EntityView, StoreView } from "../../store/view.js";
import type { Kept } from "../../vault/kept.js";
import type { Vault } from "../../vault/vault.js";

/** Rows that are looked at together, and milliseconds from one such look to the next. */
const pageRows = 500;
const pause = 60_000;

export interface Clearing {
  readonly store: Store;
  readonly vault: Vault;
  /** Unix seconds: what was put there later stays, as its transaction may be under way. */
  readonly before: number;
}

export interface Cleared {
  readonly rows: number;
  /** Where the next page begins; null behind the last. */
  readonly next: string | null;
}

/**
 * Clears one page. What is gone from the present and from the final block stays gone: no reorganisation brings it back.
 * @param after `next` of the page before; null for the first.
 */
export async function clearPage(
  { store, vault, before }: Clearing,
  after: string | null,
  limit = pageRows,
): Promise<Cleared> {
  const { items, next } = await vault.kept(after, limit);
  const old = items.filter(({ since }) => since < before);
  const gone = old.length === 0 ? [] : await store.readAsync(async (view) => goneOf(view, old));
  return { rows: await vault.clear(gone), next };
}

/** None where the index has not come to the final block: what it has not read yet is not gone. */
function goneOf(view: StoreView, rows: readonly Kept[]): readonly Kept[] {
  const checkpoint = view.checkpoint();
  const origin = view.origin();
  if (checkpoint === null || origin === null) return [];
  const { number, finalized } = checkpoint;
  if (finalized > number || finalized < origin.number) return [];
  const final = view.at(finalized);
  return rows.filter((row) => isGone(view, row) && isGone(final, row));
}

function isGone(view: EntityView, row: Kept): boolean {
  switch (row.kind) {
    case "link": {
      const record = view.record(row.record);
      const isCommitted = record !== null && commitmentsIn(record.linkset).includes(row.commitment);
      return !isCommitted || record.epoch > row.entry.epoch;
    }
    case "content": {
      const record = view.sealedRecord(row.sealed);
      const { content, contentSalt, epoch } = row.entry;
      return record === null || record.digest !== digestOf(content, contentSalt) || record.epoch > epoch;
    }
    case "blinded": {
      const grantee = view.grant(row.grant)?.grantee;
      const { party, salt } = row.entry;
      return grantee?.kind !== "blinded" || grantee.commitment !== blindedGrantee(party, salt);
    }
  }
}

/**
 * Clears page after page, from the first again after the last, while the index follows the chain: one that is being made has not read
 * yet what the rows are of.
 * @param keepDays How long a row stays at least.
 * @returns what ends it.
 */
export function startClearing(
  { store, vault }: Omit<Clearing, "before">,
  keepDays: number,
  followerStatus: () => FollowerStatus,
  logger: Logger,
): () => Promise<void> {
  let after: string | null = null;
  let work: Promise<void> = Promise.resolve();
  const clear = async (): Promise<void> => {
    if (followerStatus().state !== "following") return;
    const before = Math.floor(Date.now() / 1000) - keepDays * 86_400;
    const { rows, next } = await clearPage({ store, vault, before }, after);
    after = next;
    if (rows > 0) logger.info({ rows }, "the vault is cleared of what the ledger has no commitment of");
  };
  const timer = setInterval(() => {
    work = clear().catch((err: unknown) => logger.warn({ err }, "the vault is not cleared"));
  }, pause).unref();
  return async () => {
    clearInterval(timer);
    await work;
  };
}
