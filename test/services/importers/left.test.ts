/** What stopped imports left, as somebody sees and removes it. */
import { mkdir, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { claimFolder, heldFolder, journalFile } from "../../../services/importers/registration/folder.js";
import { forgetImport, leftImports } from "../../../services/importers/registration/left.js";
import { preparedFile } from "../../../services/importers/registration/prepare.js";
import { toHash, uintWord } from "../../../services/ledger/hex.js";
import { TransactionJournal } from "../../../services/ledger/transactions/journal.js";
import { temporaryFolder } from "../store/temporary.fixture.js";

const name = "a".repeat(32);
const other = "b".repeat(32);
const cautious = {};
const insisting = { evenUnsettled: true };

/** One import that sent a transaction whose end nobody has seen, beside one that was planned. */
async function leftOver(): Promise<string> {
  const parent = await temporaryFolder();
  const prepared = { rows: 2, others: 2, groups: [] };
  for (const [folder, more] of [
    [name, { begun: true, source: "/files/pumps.csv" }],
    [other, { begun: false }],
  ] as const) {
    await mkdir(join(parent, folder));
    await writeFile(preparedFile(join(parent, folder)), JSON.stringify({ ...prepared, ...more }));
  }
  const journal = await TransactionJournal.open(journalFile(join(parent, name)));
  await journal.sending([{ hash: toHash(uintWord(1n)), nonce: 7, raw: "0x02" }]);
  return parent;
}

it("is nothing where nothing was imported", async () => {
  expect(await leftImports(join(await temporaryFolder(), "none"))).toEqual([]);
});

it("tells of each of what file it is, and what became of what it sent", async () => {
  const parent = await leftOver();
  await mkdir(join(parent, "something else"));
  expect(await leftImports(parent)).toEqual([
    expect.objectContaining({ name, file: "/files/pumps.csv", begun: true, open: 1, lists: [] }),
    expect.objectContaining({ name: other, file: null, begun: false, open: 0 }),
  ]);
});

it("is as it was after somebody looked at it", async () => {
  const parent = await leftOver();
  const file = journalFile(join(parent, name));
  const hash = toHash(uintWord(2n));
  const journal = await TransactionJournal.open(file);
  await journal.sending([{ hash, nonce: 8, raw: "0x03" }]);
  await journal.settled([{ hash }]);
  const before = await readFile(file, "utf8");
  const found = await leftImports(parent);
  expect(found.map(({ open }) => open)).toEqual([1, 0]);
  expect(await readFile(file, "utf8")).toBe(before);
  await expect(stat(journalFile(join(parent, other)))).rejects.toThrow("ENOENT");
});

it("is forgotten one by one, and what has no end yet only where somebody insists", async () => {
  const parent = await leftOver();
  await forgetImport(parent, other, cautious);
  await expect(forgetImport(parent, name, cautious)).rejects.toMatchObject({ code: "IMPORT_UNSETTLED" });
  expect(await readdir(parent)).toEqual([name]);
  await forgetImport(parent, name, insisting);
  expect(await readdir(parent)).toEqual([]);
  for (const unknown of [name, "..", ""])
    await expect(forgetImport(parent, unknown, insisting)).rejects.toMatchObject({ code: "IMPORT_UNKNOWN" });
});

it("is not forgotten while somebody works with it, and said to be under way", async () => {
  const parent = await leftOver();
  const release = await claimFolder(join(parent, name));
  expect((await leftImports(parent))[0]).toMatchObject({ name, open: "under way" });
  await expect(forgetImport(parent, name, insisting)).rejects.toMatchObject({ code: "IMPORT_UNDER_WAY" });
  await release();
});

it("is not forgotten with the only copies of lists that it may have issued, but where somebody insists on that", async () => {
  const parent = await leftOver();
  const id = `0x${"11".repeat(32)}`;
  const list = { file: join(parent, name, "lists", "0.txt"), manifest: id, count: 2 };
  const issuer = { scheme: "gs1", prefix: "9506000", id };
  const group = { issuer, list, repeated: 0, batch: { way: "list", id, root: id } };
  const prepared = { rows: 2, others: 0, groups: [group], begun: true };
  await writeFile(preparedFile(join(parent, name)), JSON.stringify(prepared));
  await expect(forgetImport(parent, name, insisting)).rejects.toMatchObject({
    code: "IMPORT_LISTS_LEFT",
    details: { lists: [{ batch: id, file: list.file }] },
    hint: expect.stringContaining(`cadastre batch publish ${id} ${list.file}. Once they are there`),
  });
  expect((await leftImports(parent))[0]?.lists).toEqual([list.file]);
  await forgetImport(parent, name, { evenUnsettled: true, evenLists: true });
  expect(await readdir(parent)).toEqual([other]);
});

it("is not there for who looks while another forgets it, and is not made anew", async () => {
  const parent = await leftOver();
  // As its name was read before it went.
  const gone = "c".repeat(32);
  await symlink(join(parent, "thrown-away", gone), join(parent, gone));
  expect((await leftImports(parent)).map((one) => one.name)).toEqual([name, other]);
  await expect(forgetImport(parent, gone, insisting)).rejects.toMatchObject({ code: "IMPORT_UNKNOWN" });
  await expect(stat(join(parent, "thrown-away"))).rejects.toThrow("ENOENT");
});

it("is forgotten without what is begun in its place meanwhile", async () => {
  const parent = await leftOver();
  const folder = join(parent, name);
  await mkdir(join(folder, "lists"));
  const lists = Array.from({ length: 2_000 }, (_, at) => join(folder, "lists", `${at}.list`));
  await Promise.all(lists.map((list) => writeFile(list, "")));
  const release = await claimFolder(folder);
  await release();
  const forgotten = forgetImport(parent, name, insisting);
  while ((await stat(heldFolder(folder)).catch(() => null)) !== null);
  await mkdir(folder, { recursive: true });
  await writeFile(journalFile(folder), "begun anew");
  await forgotten;
  expect(await readdir(parent)).toEqual([name, other]);
  expect(await readFile(journalFile(folder), "utf8")).toBe("begun anew");
});

describe("what an import worked out, where that cannot be read,", () => {
  const damaged = async (): Promise<string> => {
    const parent = await leftOver();
    await writeFile(preparedFile(join(parent, other)), "{");
    return parent;
  };

  it("may have been sent, and is forgotten where it has no list", async () => {
    const parent = await damaged();
    expect((await leftImports(parent))[1]).toMatchObject({ begun: true, open: "unreadable", lists: [] });
    await forgetImport(parent, other, cautious);
    expect(await readdir(parent)).toEqual([name]);
  });

  it("is not forgotten with lists that it may have issued, but where somebody insists on that", async () => {
    const parent = await damaged();
    const list = join(parent, other, "lists", "1.list");
    await mkdir(join(parent, other, "lists"));
    await writeFile(list, "");
    expect((await leftImports(parent))[1]).toMatchObject({ open: "unreadable", lists: [list] });
    await expect(forgetImport(parent, other, insisting)).rejects.toMatchObject({
      code: "IMPORT_LISTS_LEFT",
      message: expect.stringContaining(preparedFile(join(parent, other))),
      hint: expect.stringContaining("Run the import again"),
      details: { lists: [{ batch: null, file: list }] },
    });
    await forgetImport(parent, other, { evenLists: true });
    expect(await readdir(parent)).toEqual([name]);
  });

  it("is said of the journal too, which is forgotten only where somebody insists", async () => {
    const parent = await leftOver();
    const file = journalFile(join(parent, name));
    await rm(file);
    await mkdir(file);
    expect((await leftImports(parent))[0]).toMatchObject({ open: "unreadable" });
    await expect(forgetImport(parent, name, cautious)).rejects.toMatchObject({
      code: "IMPORT_UNSETTLED",
      hint: expect.stringContaining("--even-unsettled"),
      details: { file },
    });
    await forgetImport(parent, name, insisting);
    expect(await readdir(parent)).toEqual([other]);
  });
});
