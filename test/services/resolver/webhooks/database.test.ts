/** The folder of webhooks, which all HTTP threads have open. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { toAddress } from "../../../../services/ledger/hex.js";
import { openWebhookDatabase } from "../../../../services/resolver/webhooks/database.js";
import { temporaryFolder } from "../../store/temporary.fixture.js";

const subscription = {
  id: "5f0c2a7be91d4c3388a1f0d2",
  party: toAddress(`0x${"11".repeat(20)}`),
  url: "https://erp.example.com/cadastre",
  filter: {},
  finality: "final" as const,
  secret: "c2VjcmV0",
  created: 1_700_000_000,
  after: "0",
};

it("is shared by whoever of the process opens it, and closed to other accounts", async () => {
  const folder = join(await temporaryFolder(), "webhooks");
  const one = await openWebhookDatabase(folder);
  onTestFinished(() => one.close());
  const other = await openWebhookDatabase(folder);
  onTestFinished(() => other.close());
  await one.add(subscription);
  expect(await other.subscriptionsOf(subscription.party)).toEqual([subscription]);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
});
