/** New blocks are seen when the node tells of them, and by looking where it does not. */
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { WebSocketServer } from "ws";
import { headAlarm } from "../../../services/index/headAlarm.js";
import { anvilMissing } from "../../fixtures/anvil.js";
import { deployedLedger } from "../../fixtures/ledger.js";
import { temporaryStore } from "../store/temporary.fixture.js";
import { reached, watchFollower } from "./follower.fixture.js";
import { headOf, mine } from "./node.fixture.js";

/** Longer than any test. */
const never = 3_600_000;

interface Announcer {
  readonly url: string;
  /** What the next connection subscribes with. */
  subscribed(): Promise<unknown>;
  tell(message: string): void;
  cutOff(): void;
}

async function announcer(): Promise<Announcer> {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  onTestFinished(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${port}`,
    async subscribed() {
      const [socket] = await once(server, "connection");
      const [message] = await once(socket, "message");
      return JSON.parse(String(message));
    },
    tell(message) {
      for (const client of server.clients) client.send(message);
    },
    cutOff() {
      for (const client of server.clients) client.terminate();
    },
  };
}

function ending(): AbortSignal {
  const controller = new AbortController();
  onTestFinished(() => controller.abort());
  return controller.signal;
}

describe("the alarm", () => {
  it("subscribes to new heads and wakes at each message, whatever is in it", async () => {
    const node = await announcer();
    const subscribed = node.subscribed();
    const alarm = headAlarm(node.url, ending());
    expect(await subscribed).toMatchObject({ method: "eth_subscribe", params: ["newHeads"] });
    for (const message of ['{"method":"eth_subscription"}', "not JSON", ""]) {
      const woken = alarm.wait(never);
      node.tell(message);
      await woken;
    }
  });

  it("keeps what rang while nobody waited", async () => {
    const node = await announcer();
    const subscribed = node.subscribed();
    const alarm = headAlarm(node.url, ending());
    await subscribed;
    const woken = alarm.wait(never);
    node.tell("one");
    await woken;
    node.tell("two");
    await alarm.wait(never);
  });

  it("connects again where the node hung up", async () => {
    const node = await announcer();
    const first = node.subscribed();
    const alarm = headAlarm(node.url, ending());
    await first;
    const second = node.subscribed();
    node.cutOff();
    await second;
    const woken = alarm.wait(never);
    node.tell("back");
    await woken;
  });

  it("is a plain pause where nobody answers, or somebody who speaks no WebSocket", async () => {
    const silent = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.end("HTTP/1.1 405 No\r\n\r\n");
    }).listen(0, "127.0.0.1");
    await once(silent, "listening");
    onTestFinished(() => void silent.close());
    const { port } = silent.address() as AddressInfo;
    for (const url of [null, "ws://127.0.0.1:9", `ws://127.0.0.1:${port}`]) {
      await headAlarm(url, ending()).wait(1);
    }
  });

  it("ends a wait at once where the signal fires", async () => {
    const controller = new AbortController();
    const waiting = headAlarm(null, controller.signal).wait(never);
    controller.abort();
    await waiting;
  });
});

describe.skipIf(anvilMissing !== null)("a follower that never looks for itself", () => {
  it("has each block of a node that tells of it", async () => {
    const { deployment, anvil, stop } = await deployedLedger();
    onTestFinished(stop);
    const { rpcUrl } = anvil;
    const store = await temporaryStore();
    const follower = watchFollower({ rpcUrl, deployment, store, pollInterval: never });
    await follower.until(reached(await headOf(rpcUrl)));
    for (let turn = 0; turn < 3; turn += 1) {
      await mine(rpcUrl, 1);
      await follower.until(reached(await headOf(rpcUrl)));
    }
  });
});
