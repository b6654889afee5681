/** How fast a table becomes a list, the list a batch's root, and its members identifiers that resolve: all but the one transaction between. */
import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { listTree } from "../../services/importers/batch/manifest.js";
import { openRows } from "../../services/importers/openImport.js";
import { ListWriter } from "../../services/importers/registration/listWriter.js";
import { plainIdentifier } from "../../services/importers/registration/survey.js";
import { toAddress, toHash, toNamespaceId } from "../../services/ledger/hex.js";
import { recordId, schemeId } from "../../services/ledger/ids.js";
import { openManifests } from "../../services/manifests/folder.js";
import { indexBatch, type ListBatch } from "../../services/manifests/indexing.js";
import type { Address } from "../../services/store/model.js";
import { figure, type Section } from "./report.js";

const product = "01/09506000134352";
const serial = (place: number): string =>
  `${(Math.imul(place + 1, 2_654_435_761) >>> 0).toString(36).toUpperCase()}.${place}`;
const issuer = {
  scheme: "gs1",
  prefix: "9506000",
  id: toNamespaceId(`0x${"11".repeat(32)}`),
} as const;
const nobody: Address = toAddress(`0x${"22".repeat(20)}`);
const looks = 5_000;

/** @param members Identifiers in the table. */
export async function benchLists(folder: string, members: number): Promise<Section> {
  await mkdir(folder, { recursive: true });
  const table = join(folder, "serials.csv");
  await writeTable(table, members);
  const place = { chainId: 1, registry: nobody };

  const reading = await timed(() => listOf(table, join(folder, "serials.list")));
  const list = reading.value;
  const hashing = await timed(() =>
    listTree(list.file, issuer, place, { manifest: list.manifest, count: BigInt(list.count) }),
  );
  const manifests = await openManifests(join(folder, "manifests"), Number.MAX_SAFE_INTEGER);
  try {
    const batch = batchOf(hashing.value.batch, hashing.value.root, list);
    const issued = { batch, prefix: issuer.prefix };
    const { signal } = new AbortController();
    const indexing = await timed(() => indexBatch(manifests.index, place, issued, list.file, signal));
    const placed = (turn: number) => (turn * 7_919) % members;
    const looking = await timed(async () => {
      for (let turn = 0; turn < looks; turn++)
        manifests.index.placesOf(recordId(schemeId("gs1"), `${product}/21/${serial(placed(turn))}`));
    });
    const proving = await timed(async () => {
      for (let turn = 0; turn < looks / 10; turn++)
        manifests.index.pathOf({ batch: batch.id, index: BigInt(placed(turn)) }, BigInt(members));
    });
    const memory = { residentMiB: Math.round(process.memoryUsage.rss() / 2 ** 20) };
    return {
      title: `A list of ${members.toLocaleString("en")} identifiers`,
      note: "From a table to members that resolve; the transaction that issues them, and its block, come on top.",
      figures: [
        figure("table to list", "identifiers", members / reading.seconds, {}, { seconds: reading.seconds }),
        figure("list to root", "identifiers", members / hashing.seconds, {}, { seconds: hashing.seconds }),
        figure(
          "list to index",
          "identifiers",
          members / indexing.seconds,
          {},
          { seconds: indexing.seconds, ...memory },
        ),
        figure("find a member", "look-ups", looks / looking.seconds),
        figure("prove a member", "proofs", looks / 10 / proving.seconds),
      ],
    };
  } finally {
    await manifests.close();
  }
}

async function writeTable(file: string, members: number): Promise<void> {
  const stream = createWriteStream(file);
  stream.write("identifier\n");
  for (let place = 0; place < members; place++) {
    const isRoom = stream.write(`https://id.gs1.org/${product}/21/${serial(place)}\n`);
    if (!isRoom) await new Promise<void>((resolve) => stream.once("drain", () => resolve()));
  }
  stream.end();
  await finished(stream);
}

async function listOf(table: string, file: string) {
  const writer = await ListWriter.open(file, { scheme: "gs1", links: {} });
  for await (const rows of openRows(table)) {
    for (const row of rows) {
      const identifier = plainIdentifier(row);
      if (identifier !== null) writer.add(identifier.canonical, row.line);
    }
    if (writer.isFull) await writer.flush();
  }
  return await writer.close();
}

function batchOf(
  id: ListBatch["id"],
  root: ListBatch["root"],
  { manifest, count }: Awaited<ReturnType<typeof listOf>>,
): ListBatch {
  const provenance = { block: 1, time: 1, transaction: toHash(`0x${"33".repeat(32)}`), by: nobody };
  return {
    kind: "merkle",
    id,
    root,
    manifest,
    count: String(count),
    uri: "",
    scheme: schemeId("gs1"),
    namespace: issuer.id,
    namespaceEpoch: 1,
    prefixLength: 7,
    owner: nobody,
    epoch: 1,
    status: "active",
    revocation: null,
    issued: provenance,
  };
}

async function timed<Value>(work: () => Promise<Value>): Promise<{ value: Value; seconds: number }> {
  const began = performance.now();
  const value = await work();
  return { value, seconds: (performance.now() - began) / 1000 };
}
