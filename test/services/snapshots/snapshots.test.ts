import { createHash, randomBytes } from "node:crypto";
import { access, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CadastreError } from "../../../services/errors/cadastreError.js";
import { issueMerkle } from "../../../services/ledger/actions/batches.js";
import { RpcClient } from "../../../services/ledger/chain/rpc.js";
import { toDigest, toHash } from "../../../services/ledger/hex.js";
import { recordId, schemeId } from "../../../services/ledger/ids.js";
import { ManifestFiles } from "../../../services/manifests/files.js";
import { exportSnapshot } from "../../../services/snapshots/export/exportSnapshot.js";
import type { Entry } from "../../../services/snapshots/format/entry.js";
import { encodeListPart } from "../../../services/snapshots/format/listPart.js";
import { importSnapshot } from "../../../services/snapshots/import/importSnapshot.js";
import { openStore } from "../../../services/store/store.js";
import { anvilMissing, startAnvil } from "../../fixtures/anvil.js";
import { type DeployedLedger, deployedLedger } from "../../fixtures/ledger.js";
import { reached, rebuilt, watchFollower, withStore } from "../index/follower.fixture.js";
import { headOf, mine, reorganise } from "../index/node.fixture.js";
import { registerMany } from "../index/traffic.fixture.js";
import { contents } from "../store/contents.fixture.js";
import { noDisk, smallDisk, temporaryFolder } from "../store/temporary.fixture.js";
import { changedBlock, entriesIn, writeEntries } from "./file.fixture.js";

const list = Buffer.from("cadastre-list 1 oid\n1.77\n1.78\n");
const listDigest = toDigest(`0x${createHash("sha256").update(list).digest("hex")}`);
const oid = (arc: number) => recordId(schemeId("oid"), `1.${arc}`);
const depth8 = { kind: "depth", blocks: 8 } as const;

describe.skipIf(anvilMissing !== null)("a snapshot", () => {
  let ledger: DeployedLedger;
  let folder: string;
  let file: string;
  let entries: readonly Entry[];
  let removeFolder: () => Promise<void>;

  beforeAll(async () => {
    ledger = await deployedLedger();
    const { rpcUrl } = ledger.anvil;
    const { deployment, root } = ledger;
    await registerMany(rpcUrl, deployment, root.address, { first: 1, count: 6, perBlock: 3 });
    const terms = { root: toHash(listDigest), manifest: listDigest, count: 2n, uri: "" };
    await ledger.send(root, issueMerkle(deployment, { scheme: "oid", prefix: "" }, terms, root.address));
    await mine(rpcUrl, 70);
    await registerMany(rpcUrl, deployment, root.address, { first: 10, count: 4, perBlock: 1 });
    folder = await mkdtemp(join(tmpdir(), "cadastre-snapshot-"));
    removeFolder = () => rm(folder, { recursive: true, force: true });
    file = join(folder, "ledger.snapshot");
    const lists = await ManifestFiles.open(join(folder, "lists"), 1e6);
    await lists.take(listDigest, "put-others-others-others", { offset: 0, bytes: list, total: list.length });
    const done = await exportSnapshot({
      rpc: new RpcClient(rpcUrl),
      deployment,
      file,
      last: "latest",
      lists,
      onProgress: () => undefined,
    });
    expect(done).toMatchObject({ lists: 1, missingLists: [], block: { number: await headOf(rpcUrl) } });
    entries = await entriesIn(file);
  });

  afterAll(async () => {
    await ledger?.stop();
    await removeFolder?.();
  });

  const importing = async (from: string, location: string, change: object = {}) =>
    await importSnapshot({
      rpc: new RpcClient(ledger.anvil.rpcUrl),
      deployment: ledger.deployment,
      file: from,
      location,
      finality: depth8,
      onProgress: () => undefined,
      ...change,
    });

  /** How an import of it ends; nothing may be left of one that is refused. */
  const outcome = async (from: string, change: object = {}): Promise<string> => {
    const place = await temporaryFolder();
    try {
      await importing(from, join(place, "index"), change);
      return "accepted";
    } catch (raised) {
      if (!(raised instanceof CadastreError)) throw raised;
      expect(await readdir(place)).toEqual([]);
      return raised.code;
    }
  };

  const forged = async (change: (entries: Entry[]) => Entry[]): Promise<string> => {
    const path = join(await temporaryFolder(), "forged.snapshot");
    await writeEntries(path, change([...entries]));
    return await outcome(path);
  };

  /** Place of the last block in which something was registered. */
  const lastBusy = (): number =>
    entries.findLastIndex(({ kind, bytes }) => kind === "block" && bytes.length > 2000);

  it("makes the index that the follower makes, with its lists, and the follower goes on from there", async () => {
    const { rpcUrl } = ledger.anvil;
    const place = await temporaryFolder();
    const lists = await ManifestFiles.open(join(place, "lists"), 1e6);
    // What an import of a damaged file left, which was killed.
    await lists.take(listDigest, "import", { offset: 0, bytes: Buffer.alloc(99, "x"), total: 100 });
    const done = await importing(file, join(place, "index"), { lists: async () => lists });
    const head = await headOf(rpcUrl);
    expect(done).toMatchObject({ block: { number: head }, lists: 1 });
    expect(await readFile(lists.path(listDigest))).toEqual(list);
    expect(await readdir(place)).toEqual(["index", "lists"]);

    await withStore(join(place, "index"), async (store) => {
      const followed = await rebuilt({ rpcUrl, deployment: ledger.deployment }, head);
      expect(await contents(store)).toEqual(await contents(followed));
      expect(store.origin()).toEqual(followed.origin());
      expect(store.read((view) => view.checkpoint())).toMatchObject({ number: head, finalized: head - 8 });

      // Blocks that came with the snapshot and were not final can be taken back.
      const follower = watchFollower({ rpcUrl, deployment: ledger.deployment, store });
      await follower.until(reached(head));
      const register = { first: 30, count: 2, perBlock: 1 };
      const next = await registerMany(rpcUrl, ledger.deployment, ledger.root.address, register);
      await follower.until(reached(next));
      await reorganise(rpcUrl, 4);
      await mine(rpcUrl, 1);
      await follower.until(reached(next + 1));
      const known = (arc: number) => store.read((view) => view.record(oid(arc))) !== null;
      expect([10, 11, 12, 13, 30, 31].map(known)).toEqual([true, true, false, false, false, false]);
      await follower.stop();
    });
    // The snapshot's last block is none of the chain's any more.
    expect(await outcome(file)).toBe("SNAPSHOT_NOT_CANONICAL");

    // For what follows: one of the chain as it is.
    file = join(folder, "again.snapshot");
    await exportSnapshot({
      rpc: new RpcClient(rpcUrl),
      deployment: ledger.deployment,
      file,
      last: "latest",
      lists: await ManifestFiles.open(join(folder, "lists"), 1e6),
      onProgress: () => undefined,
    });
    entries = await entriesIn(file);
    expect(await outcome(file)).toBe("accepted");
  });

  it("takes a list of several parts anew, whatever an import left that was killed", async () => {
    const [place, total] = [await temporaryFolder(), list.length];
    const lists = await ManifestFiles.open(join(place, "lists"), 1e6);
    await lists.take(listDigest, "import", { offset: 0, bytes: Buffer.alloc(9, "x"), total });
    const path = join(place, "parts.snapshot");
    const part = (offset: number, end: number): Entry => ({
      kind: "listPart",
      bytes: encodeListPart({ digest: listDigest, offset, total, bytes: list.subarray(offset, end) }),
    });
    await writeEntries(path, [...entries.slice(0, -1), part(0, 9), part(9, total)]);
    expect(await importing(path, join(place, "index"), { lists: async () => lists })).toMatchObject({
      lists: 1,
    });
    expect(await readFile(lists.path(listDigest))).toEqual(list);
  });

  it("is refused with a flipped byte anywhere, and cut off anywhere", async () => {
    const whole = await readFile(file);
    const path = join(await temporaryFolder(), "damaged.snapshot");
    const place = fc.oneof(
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: 0, max: whole.length - 1 }),
      fc.integer({ min: whole.length - 40, max: whole.length - 1 }),
    );
    await fc.assert(
      fc.asyncProperty(place, fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        const flipped = Buffer.from(whole);
        flipped[at] = (flipped[at] ?? 0) ^ mask;
        await writeFile(path, flipped);
        expect(await outcome(path)).toBe("SNAPSHOT_DAMAGED");
        await writeFile(path, whole);
        await truncate(path, at);
        expect(await outcome(path)).toBe("SNAPSHOT_DAMAGED");
      }),
      { numRuns: 150 },
    );
  });

  it("is refused where it says something else than the chain, however well it is packed", async () => {
    const busy = lastBusy();
    const at = (place: number, change: Parameters<typeof changedBlock>[1]) => (all: Entry[]) =>
      all.map((entry, other) => (other === place ? changedBlock(entry, change) : entry));
    // A registration is left out; one is changed; a transaction is another one; the header says that there was none.
    expect(await forged(at(busy, (block) => ({ ...block, transactions: [], receipts: [] })))).toBe(
      "SNAPSHOT_NOT_PROVEN",
    );
    expect(await forged(at(busy, (block) => ({ ...block, receipts: block.receipts.map(flipLast) })))).toBe(
      "SNAPSHOT_NOT_PROVEN",
    );
    expect(
      await forged(at(busy, (block) => ({ ...block, transactions: block.transactions.map(flipLast) }))),
    ).toBe("SNAPSHOT_NOT_PROVEN");
    const silent = at(busy, ({ header }) => {
      const changed = Buffer.from(header);
      // 32 bytes each and their lengths, up to the filter.
      const bloom = changed.indexOf(Buffer.from([0xb9, 0x01, 0x00])) + 3;
      return { header: changed.fill(0, bloom, bloom + 256), transactions: [], receipts: [] };
    });
    expect(await forged(silent)).toBe("SNAPSHOT_NOT_PROVEN");
    // Blocks are missing, stand twice, or come in another order.
    expect(await forged((all) => all.toSpliced(busy, 1))).toBe("SNAPSHOT_NOT_PROVEN");
    expect(await forged((all) => all.toSpliced(busy, 0, all[busy] as Entry))).toBe("SNAPSHOT_NOT_PROVEN");
    const lastBlock = entries.findLastIndex(({ kind }) => kind === "block");
    expect(await forged((all) => all.slice(0, lastBlock))).toBe("SNAPSHOT_DAMAGED");
    // The list is another one, or not whole, or of no batch.
    const lists = await ManifestFiles.open(await temporaryFolder(), 1e6);
    const path = join(await temporaryFolder(), "list.snapshot");
    const part = entries.at(-1) as Entry;
    for (const bytes of [flipLast(part.bytes), part.bytes.subarray(0, -1), flipFirst(part.bytes)]) {
      await writeEntries(path, [...entries.slice(0, -1), { kind: "listPart", bytes: Buffer.from(bytes) }]);
      expect(await outcome(path, { lists: async () => lists })).toBe("SNAPSHOT_DAMAGED");
    }
    expect(await lists.size(listDigest)).toBeNull();
  });

  it("is refused by another deployment, another chain and a program that does not know its form", async () => {
    const { deployment } = ledger;
    const elsewhere = {
      ...deployment,
      contracts: { ...deployment.contracts, identifiers: deployment.contracts.twins },
    };
    expect(await outcome(file, { deployment: elsewhere })).toBe("SNAPSHOT_OTHER_LEDGER");
    expect(await outcome(file, { deployment: { ...deployment, chainId: 5 } })).toBe("SNAPSHOT_OTHER_LEDGER");
    const other = await startAnvil();
    try {
      expect(await outcome(file, { rpc: new RpcClient(other.rpcUrl) })).toBe("INDEX_CHAIN_RESET");
    } finally {
      await other.kill();
    }
    const newer = await forged(([first, ...rest]) => {
      const preamble = JSON.parse(String(first?.bytes));
      return [{ kind: "preamble", bytes: Buffer.from(JSON.stringify({ ...preamble, version: 2 })) }, ...rest];
    });
    expect(newer).toBe("SNAPSHOT_OTHER_VERSION");
  });

  it("never touches a folder that holds something, and clears away what a kill left", async () => {
    const place = await temporaryFolder();
    const location = join(place, "index");
    await mkdir(location);
    await writeFile(join(location, "something"), randomBytes(8));
    await expect(importing(file, location)).rejects.toMatchObject({ code: "SNAPSHOT_TARGET_IN_USE" });
    expect(await readdir(place)).toEqual(["index"]);

    const free = join(place, "free");
    const underWay = await openStore(`${free}.importing`, { createIfMissing: true });
    const draft = underWay.draft();
    await draft.commit(
      { number: 3, hash: oid(1) as never, time: 1, finalized: 3, head: 3 },
      { durable: true },
    );
    await underWay.close();
    await importing(file, free);
    await withStore(free, async (store) => {
      expect(store.read((view) => view.record(oid(1)))).toMatchObject({ identifier: "1.1" });
    });
    await expect(access(`${free}.importing`)).rejects.toThrow();
  });

  it("leaves nothing of itself where the disk is full", async (context) => {
    const disk = await smallDisk("40k");
    if (disk === null) return context.skip(noDisk);
    await expect(importing(file, join(disk, "index"))).rejects.toMatchObject({
      code: expect.stringMatching(/^(STORE_DISK_FULL|SNAPSHOT_IO)$/),
    });
    expect(await readdir(disk)).toEqual([]);
  });
});

const flipLast = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes).fill(7, -1);
const flipFirst = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes).fill(7, 0, 1);
