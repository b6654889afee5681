/**
 * What of a record goes into the vault: the asset ids that its owner means for somebody, of which the ledger has commitments. They are put
 * there before the ledger has those, so that a write that breaks off has lost none; nobody is shown what has no commitment.
 */
import { isForOneSubject } from "../../../ledger/externalSubject.js";
import { commitmentsIn, linkCommitment, type ProtectedLink } from "../../../ledger/protectedLinks.js";
import type { Address, Digest, RecordEntity, RecordId } from "../../../store/model.js";
import type { LinkEntry } from "../../../vault/entries.js";
import type { LinkName, Vault } from "../../../vault/vault.js";
import { linkTerms } from "../../vault/terms.js";

export interface Entrusting {
  /** All that the record shall have on the ledger, in their order. */
  readonly commitments: readonly Digest[];
  readonly puts: readonly { readonly name: LinkName; readonly entry: LinkEntry }[];
  /** What the vault has of those that it shall have no more. */
  readonly removals: readonly LinkName[];
}

/** Holding epoch of a record that is registered for the first time. */
const firstEpoch = 1;

/**
 * The same link always has the same commitment, so that a write that is sent again changes nothing.
 * @param present As the index has it; null where it is not there.
 * @param meant All that the record shall have of such links; undefined for those that it has.
 */
export async function planEntrusting(
  vault: Vault,
  by: Address,
  record: RecordId,
  present: RecordEntity | null,
  meant: readonly ProtectedLink[] | undefined,
): Promise<Entrusting> {
  const committed = commitmentsIn(present?.linkset ?? {});
  if (meant === undefined) return { commitments: committed, puts: [], removals: [] };
  const epoch = present?.epoch ?? firstEpoch;
  const puts = meant.map((link) => {
    const opening = { link, salt: vault.saltFor(JSON.stringify([record, epoch, link])) };
    const name = { record, commitment: linkCommitment(record, opening) };
    return { name, entry: { opening, epoch, terms: linkTerms(link), by } };
  });
  const wanted = new Set(puts.map(({ name }) => name.commitment));
  const stale = await staleOf(
    vault,
    record,
    epoch,
    committed.filter((one) => !wanted.has(one)),
  );
  const kept = committed.filter((one) => !stale.has(one));
  return {
    commitments: [...new Set([...kept, ...wanted])],
    puts,
    removals: [...stale].map((commitment) => ({ record, commitment })),
  };
}

/** Those that are of asset ids for one subject; other protected links are nothing that a descriptor replaces. */
async function staleOf(
  vault: Vault,
  record: RecordId,
  epoch: number,
  commitments: readonly Digest[],
): Promise<ReadonlySet<Digest>> {
  const entries = await Promise.all(commitments.map((commitment) => vault.link({ record, commitment })));
  const isStale = (_: Digest, at: number): boolean => {
    const entry = entries[at] ?? null;
    return entry !== null && entry.epoch === epoch && isForOneSubject(entry.opening.link);
  };
  return new Set(commitments.filter(isStale));
}
