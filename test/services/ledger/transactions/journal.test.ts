/** The journal of transactions, as a process finds it that begins. */
import { appendFile, mkdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { toHash, toHex, uintWord } from "../../../../services/ledger/hex.js";
import { TransactionJournal } from "../../../../services/ledger/transactions/journal.js";
import { noDisk, smallDisk, temporaryFolder } from "../../store/temporary.fixture.js";

const hashOf = (number: number) => toHash(uintWord(BigInt(number)));
const hash = hashOf(1);

it("begins where there is none, and knows afterwards what was sent, but for a line that was cut short", async () => {
  const file = join(await temporaryFolder(), "new", "transactions.ndjson");
  const journal = await TransactionJournal.open(file);
  await journal.sending([{ hash, nonce: 7, raw: "0x02" }]);
  await appendFile(file, '{"kind":"settled","ha');
  expect((await TransactionJournal.open(file)).open).toEqual([{ hash, nonce: 7, raw: "0x02" }]);
});

it("has nothing of what was settled, once it is opened again or has much of it", async () => {
  const file = join(await temporaryFolder(), "transactions.ndjson");
  const raw = toHex(`0x02${"ab".repeat(1_000_000)}`);
  const [first, second] = [1, 2].map((nonce) => ({ hash: hashOf(nonce), nonce, raw }));
  if (first === undefined || second === undefined) throw new Error("There are two.");
  const journal = await TransactionJournal.open(file);
  await journal.sending([first]);
  await journal.sending([second]);
  await journal.settled([first]);
  expect((await TransactionJournal.open(file)).open).toEqual([second]);
  expect((await stat(file)).size).toBeLessThan(raw.length + 1_000);
  for (let nonce = 3; nonce < 12; nonce++) {
    await journal.sending([{ hash: hashOf(nonce), nonce, raw }]);
    await journal.settled([{ hash: hashOf(nonce) }]);
  }
  await journal.settled([second]);
  expect((await stat(file)).size).toBe(0);
  await journal.sending([first]);
  expect((await TransactionJournal.open(file)).open).toEqual([first]);
});

it("has what is sent whole, however much is settled while it is written", async () => {
  const file = join(await temporaryFolder(), "transactions.ndjson");
  const journal = await TransactionJournal.open(file);
  const small = Array.from({ length: 500 }, (_, nonce) => ({
    hash: hashOf(nonce),
    nonce,
    raw: toHex("0x02"),
  }));
  const large = Array.from({ length: 16 }, (_, at) => {
    const nonce = 1_000 + at;
    return { hash: hashOf(nonce), nonce, raw: toHex(`0x02${"ab".repeat(200_000)}`) };
  });
  await journal.sending(small);
  await Promise.all([
    journal.sending(large),
    ...small.map(async (one, at) => {
      for (let turn = 0; turn < at % 50; turn++) await new Promise(setImmediate);
      await journal.settled([one]);
    }),
  ]);
  expect((await TransactionJournal.open(file)).open).toEqual(large);
});

it("has what is sent after the disk was full, whatever became of the line before", async ({ skip }) => {
  const disk = await smallDisk("1m");
  if (disk === null) return skip(noDisk);
  const file = join(disk, "transactions.ndjson");
  const raw = toHex(`0x02${"ab".repeat(100_000)}`);
  const journal = await TransactionJournal.open(file);
  await writeFile(join(disk, "filler"), Buffer.alloc(900_000));
  await expect(journal.sending([{ hash, nonce: 1, raw }])).rejects.toThrow("ENOSPC");
  expect((await stat(file)).size).toBeGreaterThan(0);
  expect(journal.open).toEqual([]);

  await rm(join(disk, "filler"));
  const next = { hash: hashOf(2), nonce: 1, raw };
  await journal.sending([next]);
  expect((await TransactionJournal.open(file)).open).toEqual([next]);
});

it("is not taken for empty where it cannot be read", async () => {
  const file = join(await temporaryFolder(), "transactions.ndjson");
  await mkdir(file);
  await expect(TransactionJournal.open(file)).rejects.toMatchObject({ code: "LEDGER_DEPLOYMENT_INVALID" });
});
