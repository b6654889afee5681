/** The compiled resolver as a program, following a real chain. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  registerIdentifier,
  resumeRecord,
  suspendRecord,
} from "../../../services/ledger/actions/identifiers.js";
import { delegateNamespace } from "../../../services/ledger/actions/namespaces.js";
import { readinessSchema } from "../../../services/resolver/operations/health.js";
import { resolutionSchema } from "../../../services/resolver/v1/schema.js";
import { anvilMissing } from "../../fixtures/anvil.js";
import { type Account, type DeployedLedger, deployedLedger } from "../../fixtures/ledger.js";
import { leaveRoom, makeRoom, noDisk, smallDisk } from "../store/temporary.fixture.js";
import { loggedIn, signedFor, whoami } from "./auth/asking.fixture.js";

const program = join(import.meta.dirname, "../../../dist/scripts/resolver.js");
const missing = anvilMissing ?? (existsSync(program) ? null : "the program is not built: npm run build");
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const sharesPorts = process.platform === "linux" && (major > 22 || (major === 22 && minor >= 12));
if (!sharesPorts) console.warn("Tests of several HTTP threads are skipped: they need Linux and Node 22.12.");
if (missing !== null) console.warn(`Tests of the resolver as a program are skipped: ${missing}.`);

/** Loaded beside the program: an HTTP thread other than the first dies when it is asked for a certain path. */
const diesWhenAsked = `data:text/javascript,${encodeURIComponent(`
  import { subscribe } from "node:diagnostics_channel";
  import { isMainThread } from "node:worker_threads";
  if (!isMainThread) subscribe("http.server.request.start", ({ request }) => {
    if (request.url === "/dies") setImmediate(() => { throw new Error("nobody caught this"); });
  });
`)}`;

describe.skipIf(missing !== null)("the resolver as a program", () => {
  let ledger: DeployedLedger;
  let enterprise: Account;
  let folder: string;
  const started: ChildProcess[] = [];

  beforeAll(async () => {
    ledger = await deployedLedger();
    folder = await mkdtemp(join(tmpdir(), "cadastre-program-"));
    enterprise = await ledger.party(1, "Enterprise");
    const name = { scheme: "gs1", prefix: "9506000" };
    await ledger.send(ledger.root, delegateNamespace(ledger.deployment, name, 0, enterprise.address));
    await register("01/09506000134352/21/1");
  });

  afterAll(async () => {
    for (const child of started) child.kill("SIGKILL");
    await ledger?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const register = (identifier: string) =>
    ledger.send(
      enterprise,
      registerIdentifier(
        ledger.deployment,
        { scheme: "gs1", identifier },
        7,
        { subject: { kind: "none" }, linkset: new Uint8Array() },
        enterprise.address,
      ),
    );

  async function start(settings: Record<string, string>) {
    const child = spawn(process.execPath, [program], {
      env: {
        ...process.env,
        CADASTRE_PORT: "0",
        CADASTRE_RPC_URL: ledger.anvil.rpcUrl,
        CADASTRE_DEPLOYMENT: ledger.deploymentFile,
        CADASTRE_STORE: join(folder, "index"),
        CADASTRE_FINALITY: "immediate",
        CADASTRE_POLL_INTERVAL: "50",
        ...settings,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    started.push(child);
    let output = "";
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    const url = new Promise<string | null>((resolve) => {
      const read = (chunk: Buffer): void => {
        output += chunk.toString();
        const listening = /"listening":"(http:[^"]+)"/.exec(output)?.[1];
        if (listening !== undefined) resolve(listening);
      };
      child.stdout?.on("data", read);
      child.stderr?.on("data", read);
      void ended.then(() => resolve(null));
    });
    return { child, ended, url: await url, output: () => output };
  }

  const statusOf = async (url: string) => (await fetch(url)).status;

  it("becomes ready, answers, sees what is registered later, and stops cleanly", async () => {
    const { child, ended, url, output } = await start({});
    expect(url, output()).not.toBeNull();
    await expect.poll(() => statusOf(`${url}/readyz`), { timeout: 20_000 }).toBe(200);
    const answer = await fetch(`${url}/v1/resolve?id=01/09506000134352/21/1`);
    expect(resolutionSchema.parse(await answer.json())).toMatchObject({
      owner: { name: "Enterprise", address: enterprise.address },
      authority: { prefix: "9506000", status: "live" },
      asOf: { finality: "final" },
    });
    expect(await statusOf(`${url}/v1/resolve?id=01/09506000134352/21/2`)).toBe(404);
    await register("01/09506000134352/21/2");
    await expect
      .poll(() => statusOf(`${url}/v1/resolve?id=01/09506000134352/21/2`), { timeout: 20_000 })
      .toBe(200);
    for (const path of ["/", "/explorer.js", "/docs/", "/openapi.json"])
      expect(await statusOf(url + path)).toBe(200);
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
    expect(output()).toContain("resolver has stopped");
  });

  it.skipIf(!sharesPorts)("starts an HTTP thread again that died, as often as it does", async () => {
    const { child, ended, url, output } = await start({
      CADASTRE_HTTP_THREADS: "2",
      NODE_OPTIONS: `--import ${diesWhenAsked}`,
    });
    expect(url, output()).not.toBeNull();
    const count = (line: string) => output().split(line).length - 1;
    for (const deaths of [1, 2]) {
      // The system picks the thread; what dies does not answer.
      const ask = () => fetch(`${url}/dies`, { headers: { connection: "close" } }).catch(() => null);
      await expect
        .poll(
          async () => {
            await ask();
            return count("HTTP thread died");
          },
          { timeout: 20_000, interval: 5 },
        )
        .toBe(deaths);
      await expect.poll(() => count("HTTP thread was started again"), { timeout: 20_000 }).toBe(deaths);
    }
    expect(output()).toContain("nobody caught this");
    expect(await statusOf(`${url}/v1/resolve?id=01/09506000134352/21/1`)).toBe(200);
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
  });

  it.skipIf(!sharesPorts)(
    "goes on by itself after its disk was full, without a flood of lines",
    async (context) => {
      const disk = await smallDisk("32m");
      if (disk === null) return context.skip(noDisk);
      const { child, ended, url, output } = await start({
        CADASTRE_STORE: join(disk, "index"),
        CADASTRE_HTTP_THREADS: "2",
        CADASTRE_WEBHOOKS: join(disk, "webhooks"),
        CADASTRE_ANSWER_MEMORY: "0",
      });
      expect(url, output()).not.toBeNull();
      const readiness = async () => readinessSchema.parse(await (await fetch(`${url}/readyz`)).json());
      await expect.poll(() => statusOf(`${url}/readyz`), { timeout: 20_000 }).toBe(200);
      expect((await readiness()).databases.map(({ name, writable }) => [name, writable])).toEqual([
        ["vault", true],
        ["lists", true],
        ["webhooks", true],
        ["statistics", true],
      ]);
      await leaveRoom(disk, 0);
      let serial = 10;
      // Some more fit into what the disk gave the index's file already.
      while ((await readiness()).state !== "waiting") await register(`01/09506000134352/21/${serial++}`);
      const full = await fetch(`${url}/readyz`);
      expect(full.status).toBe(503);
      expect(readinessSchema.parse(await full.json()).reason).toMatch(/No space.*Make room/);
      await register("01/09506000134352/21/last");
      expect(await statusOf(`${url}/v1/resolve?id=01/09506000134352/21/1`)).toBe(200);
      const unkept = async () => (await readiness()).databases.filter(({ writable }) => !writable);
      // The threads keep what they counted every ten seconds.
      await expect
        .poll(unkept, { timeout: 25_000 })
        .toMatchObject([{ name: "statistics", reason: expect.stringContaining("Make room") }]);
      await makeRoom(disk);
      for (const one of [...Array(serial - 10).keys(), "last"]) {
        const id = `01/09506000134352/21/${typeof one === "number" ? one + 10 : one}`;
        await expect.poll(() => statusOf(`${url}/v1/resolve?id=${id}`), { timeout: 20_000 }).toBe(200);
      }
      await expect.poll(() => statusOf(`${url}/readyz`), { timeout: 20_000 }).toBe(200);
      await expect.poll(unkept, { timeout: 20_000 }).toEqual([]);
      child.kill("SIGTERM");
      expect(await ended).toBe(0);
      const warnings = output()
        .split("\n")
        .filter((line) => /"level":[45]0/.test(line));
      expect(warnings.length, warnings.join("\n")).toBeLessThan(12);
    },
    120_000,
  );

  /** Requests that the metrics say were answered on `/v1/resolve`. */
  const countedAt = async (url: string): Promise<number> => {
    const text = await (await fetch(`${url}/metrics`, { headers: { connection: "close" } })).text();
    const count = /^cadastre_http_request_duration_seconds_count\{route="\/v1\/resolve".*\} (\d+)$/m.exec(
      text,
    );
    return Number(count?.[1] ?? 0);
  };

  it.skipIf(!sharesPorts)(
    "answers from several threads, which know the same and are measured as one",
    async () => {
      const { child, ended, url, output } = await start({
        CADASTRE_HTTP_THREADS: "3",
        CADASTRE_STORE: join(folder, "threads"),
        CADASTRE_WEBHOOKS: join(folder, "threads-webhooks"),
      });
      expect(url, output()).not.toBeNull();
      await expect.poll(() => statusOf(`${url}/readyz`), { timeout: 20_000 }).toBe(200);
      // Each request on a connection of its own, so that every thread gets some.
      const ask = async (path: string): Promise<number> =>
        (await fetch(url + path, { headers: { connection: "close" } })).status;
      const known = "/v1/resolve?id=01/09506000134352/21/1";
      const statuses = await Promise.all(Array.from({ length: 60 }, () => ask(known)));
      expect(statuses.filter((status) => status === 200)).toHaveLength(60);
      for (let turn = 0; turn < 6; turn += 1) expect(await countedAt(url ?? "")).toBe(60);
      await register("01/09506000134352/21/3");
      const later = "/v1/resolve?id=01/09506000134352/21/3";
      await expect.poll(() => ask(later), { timeout: 20_000 }).toBe(200);
      const all = await Promise.all(Array.from({ length: 30 }, () => ask(later)));
      expect(all.filter((status) => status === 200)).toHaveLength(30);
      child.kill("SIGTERM");
      expect(await ended).toBe(0);
      expect(output()).toContain("resolver has stopped");
    },
  );

  /** Answers of all threads that were worked out so far. */
  const workedOutAt = async (url: string): Promise<number> => {
    const text = await (await fetch(`${url}/metrics`, { headers: { connection: "close" } })).text();
    return Number(/^cadastre_answers_total\{source="index"\} (\d+)$/m.exec(text)?.[1]);
  };

  it.skipIf(!sharesPorts)(
    "keeps an answer in each thread through a block of something else, and in none through one that suspends what it is of",
    async () => {
      const { child, ended, url, output } = await start({
        CADASTRE_HTTP_THREADS: "2",
        CADASTRE_STORE: join(folder, "blocks"),
      });
      expect(url, output()).not.toBeNull();
      await expect.poll(() => statusOf(`${url}/readyz`), { timeout: 20_000 }).toBe(200);
      const identifier = "01/09506000134352/21/1";
      // Each request on a connection of its own, so that every thread gets some.
      const ask = async () => {
        const response = await fetch(`${url}/v1/resolve?id=${identifier}`, {
          headers: { connection: "close" },
        });
        return resolutionSchema.parse(await response.json());
      };
      const askAll = () => Promise.all(Array.from({ length: 40 }, ask));
      await askAll();
      const workedOut = await workedOutAt(url ?? "");
      const { block: other } = await register("01/09506000134352/21/4");
      await expect.poll(async () => (await ask()).asOf.number, { timeout: 20_000 }).toBe(other);
      for (const { asOf, record } of await askAll())
        expect([asOf.number, record.status]).toEqual([other, "active"]);
      expect(await workedOutAt(url ?? "")).toBe(workedOut);
      const name = { scheme: "gs1", identifier } as const;
      await ledger.send(enterprise, suspendRecord(ledger.deployment, name, "recall"));
      await expect.poll(async () => (await ask()).record.status, { timeout: 20_000 }).toBe("suspended");
      for (const { record } of await askAll()) expect(record.status).toBe("suspended");
      await ledger.send(enterprise, resumeRecord(ledger.deployment, name, "mended"));
      await expect.poll(async () => (await ask()).record.status, { timeout: 20_000 }).toBe("active");
      child.kill("SIGTERM");
      expect(await ended).toBe(0);
    },
  );

  it.skipIf(!sharesPorts)("takes a signed request once, whichever of its threads gets it", async () => {
    const { child, ended, url, output } = await start({
      CADASTRE_HTTP_THREADS: "3",
      CADASTRE_STORE: join(folder, "once"),
    });
    expect(url, output()).not.toBeNull();
    await expect.poll(() => statusOf(`${url}/readyz`), { timeout: 20_000 }).toBe(200);
    const { signer, address: key } = enterprise;
    const sign = () => signedFor(url ?? "", { signer, key });
    // Just after its start it cannot tell what was used before.
    await expect
      .poll(async () => (await whoami(url ?? "", await sign())).status, { timeout: 20_000 })
      .toBe(200);
    for (let turn = 0; turn < 5; turn += 1) {
      const authorization = await sign();
      const asking = Array.from({ length: 12 }, () => whoami(url ?? "", authorization));
      const statuses = (await Promise.all(asking)).map(({ status }) => status);
      expect(statuses.sort()).toEqual([200, ...Array.from({ length: 11 }, () => 401)]);
    }
    // A session that one thread began is known to all.
    const { token } = await loggedIn(url ?? "", { signer, key });
    const asking = Array.from({ length: 12 }, () => whoami(url ?? "", `Bearer ${token}`));
    for (const { status } of await Promise.all(asking)) expect(status).toBe(200);
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
  });

  it.skipIf(!sharesPorts)("shares its port with its own threads alone", async () => {
    const first = await start({ CADASTRE_HTTP_THREADS: "2", CADASTRE_STORE: join(folder, "one") });
    const port = new URL(first.url ?? "").port;
    const second = await start({
      CADASTRE_HTTP_THREADS: "2",
      CADASTRE_STORE: join(folder, "two"),
      CADASTRE_PORT: port,
    });
    expect(await second.ended).not.toBe(0);
    expect(second.output()).toContain(`Port ${port} of 127.0.0.1 is in use`);
    first.child.kill("SIGTERM");
    expect(await first.ended).toBe(0);
  });

  it("says plainly that its port is in use, and does not start", async () => {
    const other = createServer();
    await new Promise<void>((listening) => other.listen(0, "127.0.0.1", listening));
    const address = other.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const { ended, url, output } = await start({ CADASTRE_PORT: String(port) });
    expect(url).toBeNull();
    expect(await ended).not.toBe(0);
    expect(output()).toContain(`Port ${port} of 127.0.0.1 is in use`);
    other.close();
  });

  it("lives, but is not ready, while the node is away", async () => {
    const { child, ended, url } = await start({
      CADASTRE_RPC_URL: "http://127.0.0.1:9",
      CADASTRE_STORE: join(folder, "other"),
    });
    const state = async () => readinessSchema.parse(await (await fetch(`${url}/readyz`)).json()).state;
    await expect.poll(state, { timeout: 20_000 }).toBe("waiting");
    expect(await statusOf(`${url}/healthz`)).toBe(200);
    expect(await statusOf(`${url}/readyz`)).toBe(503);
    expect(await statusOf(`${url}/v1/resolve?id=01/09506000134352`)).toBe(503);
    child.kill("SIGINT");
    expect(await ended).toBe(0);
  });

  it("refuses a configuration that is not right, by the setting's name", async () => {
    const { ended, output } = await start({ CADASTRE_PORT: "http" });
    expect(await ended).not.toBe(0);
    expect(output()).toContain("CADASTRE_PORT is not a whole number");
  });
});
