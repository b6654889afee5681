/** Webhooks on a disk that fills up: nobody is told the same again and again, and all is told once there is room. */
import { createServer } from "node:http";
import { join } from "node:path";
import { Writable } from "node:stream";
import { pino } from "pino";
import { expect, it, onTestFinished } from "vitest";
import { openFeeds } from "../../../../services/resolver/feed/feeds.js";
import { openWebhookDatabase } from "../../../../services/resolver/webhooks/database.js";
import { startTeller } from "../../../../services/resolver/webhooks/teller.js";
import { tell } from "../../../../services/resolver/webhooks/telling.js";
import { subscribe } from "../../../../services/resolver/webhooks/webhooks.js";
import { leaveRoom, makeRoom, noDisk, smallDisk } from "../../store/temporary.fixture.js";
import { LedgerFixture } from "../ledger.fixture.js";

/** A receiver that takes all. */
async function receiver() {
  const received: string[] = [];
  const server = createServer((req, res) => {
    received.push(String(req.headers["webhook-id"]));
    req.resume().once("end", () => res.writeHead(204).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("It listens on a port.");
  return { url: `http://127.0.0.1:${address.port}/hook`, received };
}

it("are told at most once more than they should be while the disk is full, and all there is once it is not", async (context) => {
  const disk = await smallDisk("3m");
  if (disk === null) return context.skip(noDisk);
  const ledger = await LedgerFixture.open();
  onTestFinished(() => ledger.close());
  const maker = ledger.party("Maker");
  ledger.schemes(ledger.party("Root"));
  ledger.namespace("gs1", "9506000", maker);
  await ledger.mine();
  const register = async (serial: string) => {
    ledger.register(`01/09506000134352/21/${serial}`, { owner: maker, prefix: "9506000" });
    await ledger.mine({ finalized: 1 });
  };
  const database = await openWebhookDatabase(join(disk, "webhooks"));
  onTestFinished(() => database.close());
  const { url, received } = await receiver();
  const filter = { event: "IdentifierRegistered" };
  const wanted = { party: maker, url, filter, finality: "provisional", after: "0" } as const;
  await subscribe({ database, targets: "any" }, wanted);
  const feeds = openFeeds(ledger.store);
  onTestFinished(() => feeds.close());
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const parts = { store: ledger.store, database, feeds, targets: "any", schedule: [1] } as const;
  let teller = startTeller(parts, pino(sink));
  onTestFinished(() => teller.stop());
  const told = { timeout: 20_000 };
  await register("0");
  await expect.poll(() => received.length, told).toBe(1);

  await leaveRoom(disk, 0);
  // Some more fit into what the disk gave its file already.
  let events = 1;
  while (database.isWritable()) {
    await register(String(events++));
    await expect.poll(() => received.length >= events || !database.isWritable(), told).toBe(true);
  }
  await expect(subscribe({ database, targets: "any" }, wanted)).rejects.toMatchObject({
    code: "RESOLVER_DISK_FULL",
  });
  const before = received.length;
  await register("last");
  await teller.stop();
  const [id] = await database.subscriptionIds();
  const subscription = await database.subscription(id ?? "");
  if (subscription === null) throw new Error("It was subscribed.");
  // As it is taken up again, again and again.
  for (let turn = 0; turn < 5; turn++) {
    const telling = tell(subscription, parts, new AbortController().signal);
    await expect(telling).rejects.toMatchObject({ code: "ENOSPC" });
  }
  expect(received).toHaveLength(before);
  teller = startTeller(parts, pino(sink));

  await makeRoom(disk);
  await expect.poll(() => new Set(received).size, told).toBe(events + 1);
  expect(received.length).toBeLessThanOrEqual(events + 2);
  expect(database.isWritable()).toBe(true);
  expect(lines).toEqual([]);
}, 60_000);
