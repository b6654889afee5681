/** Webhooks: signed, in order, at least once, over failures and restarts; and never into the operator's own network. */
import { createHmac } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { openFeeds } from "../../../../services/resolver/feed/feeds.js";
import {
  openWebhookDatabase,
  type WebhookDatabase,
} from "../../../../services/resolver/webhooks/database.js";
import { startTeller, type Teller } from "../../../../services/resolver/webhooks/teller.js";
import { redeliver, subscribe, webhooksOf } from "../../../../services/resolver/webhooks/webhooks.js";
import type { Address } from "../../../../services/store/model.js";
import { LedgerFixture } from "../ledger.fixture.js";

const bodySchema = z.object({
  type: z.enum(["change", "correction"]),
  timestamp: z.iso.datetime(),
  data: z.looseObject({ id: z.string().optional(), event: z.string().optional() }),
});
interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: z.infer<typeof bodySchema>;
}

/** A receiver that answers with the statuses in turn, then with 204. */
async function receiver(statuses: number[] = [], headers: Record<string, string> = {}) {
  const received: Received[] = [];
  const server = createServer(async (req, res) => {
    let text = "";
    for await (const chunk of req) text += String(chunk);
    received.push({ headers: req.headers, text, body: bodySchema.parse(JSON.parse(text)) });
    res.writeHead(statuses.shift() ?? 204, headers).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    close: () => server.close(),
  };
}

describe("webhooks", () => {
  let ledger: LedgerFixture;
  let folder: string;
  let database: WebhookDatabase;
  let teller: Teller | null;
  let maker: Address;
  const closing: (() => void)[] = [];
  const schedule = [1, 1, 1];

  const start = (): void => {
    const feeds = openFeeds(ledger.store);
    closing.push(feeds.close);
    teller = startTeller(
      { store: ledger.store, database, feeds, targets: "any", schedule },
      pino({ level: "silent" }),
    );
  };
  const listen = async (...given: Parameters<typeof receiver>) => {
    const one = await receiver(...given);
    closing.push(one.close);
    return one;
  };
  const wanted = (url: string, filter: Record<string, string> = {}) => ({
    party: maker,
    url,
    filter,
    finality: "provisional" as const,
    after: "0",
  });
  const add = async (url: string, filter?: Record<string, string>) =>
    await subscribe({ database, targets: "any" }, wanted(url, filter));
  const deliveries = (id: string) => database.deliveries(id, 0xffff_ffff_ffff, 100);
  const register = async (serial: string) => {
    ledger.register(`01/09506000134352/21/${serial}`, { owner: maker, prefix: "9506000" });
    await ledger.mine({ finalized: 1 });
  };
  const arrived = async (received: readonly Received[], count: number) => {
    await expect.poll(() => received.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(count);
  };
  const registered = { event: "IdentifierRegistered" };

  beforeEach(async () => {
    ledger = await LedgerFixture.open();
    folder = await mkdtemp(join(tmpdir(), "cadastre-webhooks-"));
    database = await openWebhookDatabase(folder);
    teller = null;
    const root = ledger.party("Root");
    maker = ledger.party("Maker");
    ledger.schemes(root);
    ledger.namespace("gs1", "9506000", maker);
    await ledger.mine();
  });
  afterEach(async () => {
    await teller?.stop();
    for (const close of closing.splice(0)) close();
    await database.close();
    await ledger.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("tell each event in the order of the chain, signed so that the receiver can check it", async () => {
    const { url, received } = await listen();
    const { secret } = await add(url, registered);
    start();
    await register("1");
    await register("2");
    await arrived(received, 2);
    const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    for (const { headers, text, body } of received) {
      const id = String(headers["webhook-id"]);
      const time = String(headers["webhook-timestamp"]);
      const mac = createHmac("sha256", key).update(`${id}.${time}.${text}`).digest("base64");
      expect(headers["webhook-signature"]).toBe(`v1,${mac}`);
      expect(Math.abs(Number(time) - Date.now() / 1000)).toBeLessThan(60);
      expect(body).toMatchObject({ type: "change", data: { id, event: "IdentifierRegistered" } });
    }
    expect(received.map(({ headers }) => String(headers["webhook-id"]).split("-")[0])).toEqual(["2", "3"]);
  });

  it("try again what was not taken, under the same id, before they go on", async () => {
    const { url, received } = await listen([500, 429]);
    const { subscription } = await add(url, registered);
    start();
    await register("1");
    await register("2");
    await arrived(received, 4);
    const [first, second, third, fourth] = received.map(({ headers }) => headers["webhook-id"]);
    expect([second, third]).toEqual([first, first]);
    expect(fourth).not.toBe(first);
    await expect
      .poll(async () => (await deliveries(subscription.id)).map(({ state }) => state))
      .toEqual(["delivered", "delivered"]);
    expect((await deliveries(subscription.id))[1]?.attempts.map(({ status }) => status)).toEqual([
      500, 429, 204,
    ]);
  });

  it("give a message up in the end, show it, go on, and send it again when asked to", async () => {
    const { url, received } = await listen([500, 500, 500, 500]);
    const { subscription } = await add(url, registered);
    start();
    await register("1");
    await register("2");
    await arrived(received, 5);
    await expect
      .poll(async () => (await deliveries(subscription.id)).map(({ state }) => state))
      .toEqual(["delivered", "dead"]);
    const sent = await redeliver({ database, targets: "any" }, subscription, 0);
    expect(sent.state).toBe("delivered");
    expect(received.at(-1)?.headers["webhook-id"]).toBe(received[0]?.headers["webhook-id"]);
    expect(received.at(-1)?.text).toBe(received[0]?.text);
  });

  it("do not let a message that is refused for itself hold up the others for long", async () => {
    const { url, received } = await listen([422, 422, 422]);
    const { subscription } = await add(url, registered);
    start();
    await register("1");
    await register("2");
    await arrived(received, 4);
    expect((await deliveries(subscription.id)).at(-1)).toMatchObject({ state: "dead" });
  });

  it("end where the receiver says that it is gone for good", async () => {
    const { url, received } = await listen([410]);
    await add(url, registered);
    start();
    await register("1");
    await register("2");
    await expect
      .poll(async () => (await webhooksOf({ database, targets: "any" }, maker))[0]?.progress?.state)
      .toBe("ended");
    expect(received).toHaveLength(1);
  });

  it("go on from where they were after the process ended, also in the middle of a message", async () => {
    const { url, received } = await listen([500]);
    const { subscription } = await add(url, registered);
    await database.note(
      subscription.id,
      { after: "0", attempts: 0, due: 0, state: "active", count: 0 },
      null,
      null,
    );
    start();
    await register("1");
    await arrived(received, 1);
    await teller?.stop();
    await database.close();
    // What another start reads is what the last one left.
    database = await openWebhookDatabase(folder);
    start();
    await register("2");
    await arrived(received, 3);
    const ids = received.map(({ headers }) => headers["webhook-id"]);
    expect(new Set(ids).size).toBe(2);
  });

  it("tell what a reorganisation took back", async () => {
    const { url, received } = await listen();
    await add(url, registered);
    start();
    await register("1");
    await arrived(received, 1);
    await ledger.goBackTo(1);
    await register("2");
    await arrived(received, 3);
    expect(received.map(({ body }) => body.type)).toEqual(["change", "correction", "change"]);
    expect(received[1]?.body.data).toMatchObject({ undone: [{ id: received[0]?.body.data.id }] });
  });

  it("stop once they are removed, and leave nothing behind", async () => {
    const { url, received } = await listen();
    const { subscription } = await add(url, registered);
    start();
    await register("1");
    await arrived(received, 1);
    await database.remove(subscription);
    await expect.poll(() => database.begunIds()).toEqual([]);
    await register("2");
    expect(await deliveries(subscription.id)).toEqual([]);
    expect(received).toHaveLength(1);
  });

  it("follow no redirect", async () => {
    const inner = await listen();
    const outer = await listen([302, 302, 302, 302], { location: inner.url });
    await add(outer.url, registered);
    start();
    await register("1");
    await arrived(outer.received, 2);
    expect(inner.received).toEqual([]);
  });
});
