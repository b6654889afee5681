/** The journal of transactions, as a process finds it that begins. */
import { appendFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { toHash } from "../../../../services/ledger/hex.js";
import { TransactionJournal } from "../../../../services/ledger/transactions/journal.js";
import { temporaryFolder } from "../../store/temporary.fixture.js";

const hash = toHash(`0x${"11".repeat(32)}`);

it("begins where there is none, and knows afterwards what was sent, but for a line that was cut short", async () => {
  const file = join(await temporaryFolder(), "new", "transactions.ndjson");
  const journal = await TransactionJournal.open(file);
  await journal.sending({ hash, nonce: 7, raw: "0x02" });
  await appendFile(file, '{"kind":"settled","ha');
  expect((await TransactionJournal.open(file)).open).toEqual([{ hash, nonce: 7, raw: "0x02" }]);
});

it("is not taken for empty where it cannot be read", async () => {
  const file = join(await temporaryFolder(), "transactions.ndjson");
  await mkdir(file);
  await expect(TransactionJournal.open(file)).rejects.toMatchObject({ code: "LEDGER_DEPLOYMENT_INVALID" });
});
