/** How many webhooks there may be, and whose. */
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { toAddress } from "../../../../services/ledger/hex.js";
import {
  openWebhookDatabase,
  type WebhookDatabase,
} from "../../../../services/resolver/webhooks/database.js";
import { subscribe } from "../../../../services/resolver/webhooks/webhooks.js";
import { temporaryFolder } from "../../store/temporary.fixture.js";

const party = (number: number) => toAddress(`0x${number.toString(16).padStart(40, "0")}`);

describe("webhooks", () => {
  let database: WebhookDatabase;
  beforeEach(async () => {
    const opened = await openWebhookDatabase(await temporaryFolder());
    onTestFinished(() => opened.close());
    database = opened;
  });

  const ask = (of: number) =>
    subscribe(
      { database, targets: "any" },
      { party: party(of), url: "https://erp.example/", filter: {}, finality: "final", after: "0" },
    );
  /** So many of a party. */
  async function take(of: number, count: number): Promise<void> {
    for (let number = 0; number < count; number++) await ask(of);
  }
  const tooMany = (message: string) => ({
    code: "RESOLVER_TOO_MANY_WEBHOOKS",
    message: expect.stringContaining(message),
  });

  it("have a place for a further party's first, however many a few parties have", async () => {
    // The first ones of 27 parties, and 500 more.
    for (let of = 1; of <= 26; of++) await take(of, 20);
    await take(27, 7);
    await expect(ask(27)).rejects.toMatchObject(tooMany("more than its first"));
    await expect(ask(28)).resolves.toMatchObject({ subscription: { party: party(28) } });
    await expect(ask(28)).rejects.toMatchObject(tooMany("more than its first"));

    // One that has ended makes room.
    const [ended] = await database.subscriptionsOf(party(1));
    const progress = { after: "0", attempts: 0, due: 0, state: "ended" as const, count: 0 };
    await database.note(ended?.id ?? "", progress, null, null);
    await expect(ask(28)).resolves.toBeDefined();
  });

  it("are counted one by one where many come at once", async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 30 }, () => ask(1)));
    const refused = outcomes.filter(({ status }) => status === "rejected");
    expect(refused).toHaveLength(10);
    for (const outcome of refused) expect(outcome).toMatchObject({ reason: tooMany("at most 20") });
    expect(await database.places()).toHaveLength(20);
  });
});
