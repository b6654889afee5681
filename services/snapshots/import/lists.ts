/** Takes the lists of batches in: those that the ledger names, each by its hash there. */
import type { ManifestFiles } from "../../manifests/files.js";
import type { Digest } from "../../store/model.js";
import type { Store } from "../../store/store.js";
import { damaged } from "../errors.js";
import type { ListPart } from "../format/listPart.js";

const pageSize = 1_000;

export class ListTaker {
  readonly #store: Store;
  readonly #openFiles: (() => Promise<ManifestFiles>) | undefined;
  #files: ManifestFiles | null = null;
  #named: ReadonlySet<Digest> | null = null;
  #taken = 0;
  /** The list that is not whole. */
  #open: { readonly digest: Digest; readonly next: number } | null = null;

  /** @param store With all of the ledger's batches in it, once the first part comes. */
  constructor(store: Store, openFiles: (() => Promise<ManifestFiles>) | undefined) {
    this.#store = store;
    this.#openFiles = openFiles;
  }

  /** @throws SnapshotError SNAPSHOT_DAMAGED; ManifestError. */
  async take({ digest, offset, total, bytes }: ListPart): Promise<void> {
    this.#named ??= await namedLists(this.#store);
    if (!this.#named.has(digest)) throw damaged("it has a list that no batch names");
    const expected = this.#open === null ? 0 : this.#open.next;
    const other = this.#open !== null && this.#open.digest !== digest;
    const end = offset + bytes.length;
    if (other || offset !== expected || end > total) throw damaged("a part of a list is out of place");
    this.#open = end === total ? null : { digest, next: end };
    if (this.#openFiles === undefined) return;
    this.#files ??= await this.#openFiles();
    if (offset === 0) await this.#files.discard(digest, "import");
    await this.#files.take(digest, "import", { offset, bytes, total });
    if (end === total) this.#taken += 1;
  }

  /** How many lists were taken in. @throws SnapshotError SNAPSHOT_DAMAGED where one is not whole. */
  end(): number {
    if (this.#open !== null) throw damaged("a list in it is not whole");
    return this.#taken;
  }
}

function namedLists(store: Store): Promise<ReadonlySet<Digest>> {
  return store.readAsync(async (view) => {
    const named = new Set<Digest>();
    let after: string | null = "";
    while (after !== null) {
      const page: Awaited<ReturnType<typeof view.lists>> = await view.lists({
        limit: pageSize,
        ...(after !== "" && { after }),
      });
      for (const batch of page.items) if (batch.kind === "merkle") named.add(batch.manifest);
      after = page.next;
    }
    return named;
  });
}
