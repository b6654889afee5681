import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { sha256 } from "../../../../services/importers/digest.js";
import { listHeader } from "../../../../services/importers/list/listFile.js";
import { registerIdentifier } from "../../../../services/ledger/actions/identifiers.js";
import { delegateNamespace } from "../../../../services/ledger/actions/namespaces.js";
import { toAddress, toBatchId } from "../../../../services/ledger/hex.js";
import { recordId, schemeId } from "../../../../services/ledger/ids.js";
import { importKey } from "../../../../services/ledger/keys/keystore.js";
import { readRecord } from "../../../../services/ledger/reads/identifiers.js";
import { ManifestFiles } from "../../../../services/manifests/files.js";
import { listFolder } from "../../../../services/manifests/folder.js";
import { MemberIndex } from "../../../../services/manifests/members.js";
import { type DeployedLedger, deployedLedger, fundedSigner } from "../../../fixtures/ledger.js";
import { programsMissing } from "../../../fixtures/programs.js";
import { call, mine, reorganise } from "../../index/node.fixture.js";
import { submit } from "../../index/traffic.fixture.js";

const program = join(import.meta.dirname, "../../../../dist/scripts/resolver.js");
const product = "01/09506000134352";
const token = "a-token-for-tests-only";
const password = "a password for tests only";
/** Of the largest list that is kept. */
const mostBytes = 100_000;
const stateSchema = z.looseObject({
  id: z.string(),
  state: z.string(),
  summary: z.looseObject({ batches: z.array(z.looseObject({ batch: z.string() })) }).nullable(),
  results: z.string(),
});

describe.skipIf(programsMissing !== null)("registrations over HTTP", () => {
  let ledger: DeployedLedger;
  let folder: string;
  let child: ChildProcess;
  let url: string;
  let output: string;
  let address: string;

  beforeAll(async () => {
    ledger = await deployedLedger();
    folder = await mkdtemp(join(tmpdir(), "cadastre-registrations-"));
    const acme = await ledger.party(1, "Acme");
    address = acme.address;
    const name = { scheme: "gs1", prefix: "9506000" };
    await ledger.send(ledger.root, delegateNamespace(ledger.deployment, name, 0, acme.address));
    const own = { scheme: "aas", prefix: "acme.example" };
    await ledger.send(ledger.root, delegateNamespace(ledger.deployment, own, 0, acme.address));
    await importKey(folder, "writer", password, fundedSigner(1).privateKey, { scryptN: 2 });
    await writeFile(join(folder, "password"), `${password}\n`);
    await writeFile(join(folder, "token"), `${token}\n`);
    await start();
  });
  afterAll(async () => {
    child?.kill("SIGKILL");
    await ledger?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(env: Readonly<Record<string, string>> = {}): Promise<void> {
    child = spawn(process.execPath, [program], {
      env: {
        PATH: process.env.PATH,
        CADASTRE_PORT: "0",
        CADASTRE_RPC_URL: ledger.anvil.rpcUrl,
        CADASTRE_DEPLOYMENT: ledger.deploymentFile,
        CADASTRE_STORE: join(folder, "index"),
        CADASTRE_MAX_MANIFEST_BYTES: String(mostBytes),
        CADASTRE_FINALITY: "immediate",
        CADASTRE_POLL_INTERVAL: "50",
        CADASTRE_WRITE_KEYSTORE: join(folder, "writer.json"),
        CADASTRE_WRITE_PASSWORD_FILE: join(folder, "password"),
        CADASTRE_WRITE_TOKEN_FILE: join(folder, "token"),
        CADASTRE_WRITE_OWNER: "acme.example",
        ...env,
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    output = "";
    url = await new Promise((resolve, reject) => {
      child.stdout?.on("data", (chunk: Buffer) => {
        output += chunk.toString();
        const found = /"listening":"(http:[^"]+)"/.exec(chunk.toString())?.[1];
        if (found !== undefined) resolve(found);
      });
      child.once("close", () => reject(new Error("The resolver has ended.")));
    });
  }

  async function killed(): Promise<void> {
    const ended = new Promise((resolve) => child.once("close", resolve));
    child.kill("SIGKILL");
    await ended;
  }

  const ask = (path: string, init: RequestInit = {}) =>
    fetch(url + path, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } });
  const csv = (serials: readonly string[]) =>
    `identifier\n${serials.map((serial) => `${product}/21/${serial}\n`).join("")}`;
  const scattered = (count: number, stem: string) =>
    Array.from({ length: count }, (_, at) => `${stem}${(at * 7_919).toString(36).toUpperCase()}.${at % 7}`);
  const post = (body: string, headers: Record<string, string> = {}, query = "") =>
    ask(`/v1/registrations${query}`, {
      method: "POST",
      body,
      headers: { "content-type": "text/csv", ...headers },
    });
  const sent = async (...of: Parameters<typeof post>) => {
    const response = await post(...of);
    expect(response.status).toBe(202);
    return stateSchema.parse(await response.json());
  };
  const show = async (id: string) => stateSchema.parse(await (await ask(`/v1/registrations/${id}`)).json());
  /** Once the index has followed the chain to the registration. */
  const resolves = (id: string, answer: object) =>
    expect
      .poll(async () => (await fetch(`${url}/v1/resolve?id=${id}`)).json(), { timeout: 20_000 })
      .toMatchObject(answer);
  const until = (id: string, state: string) =>
    vi.waitFor(async () => expect((await show(id)).state).toBe(state), { timeout: 30_000, interval: 100 });
  const resultsOf = async (id: string) => {
    const text = await (await ask(`/v1/registrations/${id}/results`)).text();
    return text
      .trim()
      .split("\n")
      .map((line): unknown => JSON.parse(line));
  };

  it("go on in the background, and end with a result for each item", async () => {
    const serials = scattered(1_100, "L");
    const { id } = await sent(csv([...serials, "BAD SERIAL é"]));
    await until(id, "done");
    const { summary } = await show(id);
    expect(summary).toMatchObject({
      rows: 1_101,
      badRows: 1,
      identifiers: { registered: 1_100 },
      batches: [{ way: "list", identifiers: 1_100, status: "registered" }],
    });
    const results = await resultsOf(id);
    expect(results).toHaveLength(1_101);
    expect(results).toContainEqual(expect.objectContaining({ status: "failed", line: 1_102 }));
    await resolves(`${product}/21/${serials[1_099]}`, { owner: { address }, batch: { index: "1099" } });
  });

  it("are one where the same is sent with one key, and refused where something else is", async () => {
    const headers = { "idempotency-key": "order-4711" };
    const first = await sent(csv(["ONE"]), headers);
    const second = await sent(csv(["ONE"]), headers);
    expect(second.id).toBe(first.id);
    const other = await post(csv(["OTHER"]), headers);
    expect([other.status, await other.json()]).toMatchObject([409, { code: "RESOLVER_CONFLICT" }]);
    await until(first.id, "done");
    expect(await resultsOf(first.id)).toMatchObject([{ status: "registered", name: `${product}/21/ONE` }]);
  });

  it("take NDJSON with links", async () => {
    const line = { identifier: `${product}/21/LINKED`, link: "https://acme.example/linked" };
    const { id } = await sent(`${JSON.stringify(line)}\n`, { "content-type": "application/x-ndjson" });
    await until(id, "done");
    await resolves(line.identifier, { record: { member: null }, links: [{ href: line.link }] });
  });

  it("give each member of a list a link of its own from one template", async () => {
    const template = encodeURIComponent("https://acme.example/{gtin}/{serial}");
    const { id } = await sent(csv(["T-1", "T-2"]), {}, `?link=${template}&rel=gs1:pip`);
    await until(id, "done");
    await resolves(`${product}/21/T-2`, {
      batch: { kind: "merkle" },
      links: [{ rel: "https://ref.gs1.org/voc/pip", href: "https://acme.example/09506000134352/T-2" }],
    });
    for (const query of ["?link=https://{serial}.example/", `?link=${template}&as=records`, "?rel=gs1:pip"]) {
      const refused = await post(csv(["T-3"]), {}, query);
      expect([refused.status, await refused.json()]).toMatchObject([400, { code: "RESOLVER_INVALID_QUERY" }]);
    }
  });

  it("end with their list whole, where somebody has begun to bring longer or shorter bytes under its hash", async () => {
    const lists = await ManifestFiles.open(listFolder(join(folder, "index-manifests")), 1e6);
    for (const bytes of [Buffer.from("x"), Buffer.alloc(10_000, "x")]) {
      const serials = ["F-A", "F-C", "F-X"].map((serial) => `${serial}-${bytes.length}`);
      const list = `${[listHeader("gs1"), ...serials.map((serial) => `${product}/21/${serial}`)].join("\n")}\n`;
      await lists.take(sha256(list), "put-others-others-others", { offset: 0, bytes, total: 20_000 });
      const { id } = await sent(csv(serials), {}, "?as=list");
      await until(id, "done");
      expect(await lists.size(sha256(list))).toBe(list.length);
    }
  });

  it("say that a list is larger than the resolver keeps, before anything is sent", async () => {
    const bounds = await (await fetch(`${url}/v1/manifests`)).json();
    expect(bounds).toEqual({ maxBytes: mostBytes, maxPartBytes: 16 * 1024 * 1024 });
    const before = await ledger.provider.getTransactionCount(address);
    const { id } = await sent(csv(scattered(4_000, "LARGE.")));
    await until(id, "failed");
    expect(await show(id)).toMatchObject({ problem: { code: "IMPORT_LIST_TOO_LARGE" } });
    expect(await ledger.provider.getTransactionCount(address)).toBe(before);
  });

  it("fail where the resolver does not take their list for the batch's", async () => {
    const serials = ["REF-A", "REF-C", "REF-X"];
    const first = await sent(csv(serials), {}, "?as=list");
    await until(first.id, "done");
    const batch = (await show(first.id)).summary?.batches[0]?.batch ?? "";
    await killed();
    const index = await MemberIndex.open(join(folder, "index-manifests", "members"));
    await index.end(toBatchId(batch), "refused");
    await index.close();
    await start();
    const again = await sent(csv(serials), {}, "?as=list");
    await until(again.id, "failed");
    expect(await show(again.id)).toMatchObject({ problem: { code: "MANIFEST_OTHER_LIST" } });
  });

  it("are taken up again where the resolver was killed", async () => {
    const serials = scattered(300, "K");
    const before = await ledger.provider.getTransactionCount(address);
    const { id } = await sent(csv(serials), {}, "?as=records");
    await vi.waitFor(
      async () => expect(await ledger.provider.getTransactionCount(address)).toBeGreaterThan(before),
      { timeout: 30_000, interval: 20 },
    );
    await killed();
    await start();
    await until(id, "done");
    const results = await resultsOf(id);
    expect(results).toHaveLength(300);
    for (const result of results) expect(result).toMatchObject({ id: expect.stringMatching(/^0x/) });
  });

  it("are cancelled at once where they have not begun", async () => {
    const first = await sent(csv(scattered(300, "C")), {}, "?as=records");
    const second = await sent(csv(scattered(5, "D")));
    const cancelled = await ask(`/v1/registrations/${second.id}`, { method: "DELETE" });
    expect(cancelled.status).toBe(202);
    expect(await cancelled.json()).toMatchObject({ state: "cancelled", ended: expect.any(String) });
    expect((await show(first.id)).state).toBe("running");
    expect((await show(second.id)).state).toBe("cancelled");
    await until(first.id, "done");
    expect((await fetch(`${url}/v1/resolve?id=${product}/21/D0.0`)).status).toBe(404);
  });

  it("stay cancelled where the resolver is killed before it comes to them", async () => {
    const first = await sent(csv(scattered(300, "E")), {}, "?as=records");
    const second = await sent(csv(scattered(5, "F")));
    expect((await ask(`/v1/registrations/${second.id}`, { method: "DELETE" })).status).toBe(202);
    await killed();
    await start();
    await until(first.id, "done");
    await until(second.id, "cancelled");
    expect((await fetch(`${url}/v1/resolve?id=${product}/21/F0.0`)).status).toBe(404);
  });

  it("issue nothing again that is a member of a batch already", async () => {
    const serials = scattered(1_000, "ONCE.");
    const first = await sent(csv(serials));
    await until(first.id, "done");
    const batch = (await show(first.id)).summary?.batches[0]?.batch;
    const before = await ledger.provider.getTransactionCount(address);
    const again = await sent(csv([...serials, "ONCE.MORE"]));
    await until(again.id, "done");
    expect(await show(again.id)).toMatchObject({
      summary: {
        rows: 1_001,
        identifiers: { registered: 1, unchanged: 1_000 },
        batches: [{ batch, status: "unchanged", identifiers: 1_000 }],
      },
    });
    expect(await ledger.provider.getTransactionCount(address)).toBe(before + 1);
    expect(await resultsOf(again.id)).toContainEqual(
      expect.objectContaining({ line: 2, status: "unchanged", member: { batch, index: 0 } }),
    );
  });

  it("say what is wrong with them and what to do about it", async () => {
    const { id } = await sent("no,header\n");
    await until(id, "failed");
    expect(await show(id)).toMatchObject({
      problem: { code: "IMPORT_HEADER_INVALID", hint: expect.stringContaining("identifier") },
    });
  });

  it("say what they wait for while the chain asks for more than may be paid, and go on", async () => {
    await killed();
    await start({ CADASTRE_MAX_FEE: "0.000000001" });
    const { id } = await sent(csv(["DEAR"]));
    await vi.waitFor(
      async () =>
        expect(await show(id)).toMatchObject({ state: "running", problem: { code: "LEDGER_FEES_TOO_HIGH" } }),
      { timeout: 30_000, interval: 100 },
    );
    await killed();
    await start();
    await until(id, "done");
    expect(await show(id)).toMatchObject({ problem: null });
  });

  it("stay registered where a reorganisation takes their transactions back", async () => {
    await killed();
    await start({ CADASTRE_CONFIRMATIONS: "4", CADASTRE_FINALITY: "depth:64" });
    const { id } = await sent(csv(["TAKEN-BACK"]));
    await until(id, "done");
    const record = recordId(schemeId("gs1"), `${product}/21/TAKEN-BACK`);
    const read = () => readRecord(ledger.provider, ledger.deployment, record);
    expect(await read()).not.toBeNull();
    await reorganise(ledger.anvil.rpcUrl, 1);
    expect(await read()).toBeNull();
    await vi.waitFor(
      async () => {
        await mine(ledger.anvil.rpcUrl, 1);
        expect(await read()).not.toBeNull();
      },
      { timeout: 30_000, interval: 500 },
    );
  });

  describe("whose transactions a reorganisation takes back", () => {
    const recordOf = (serial: string) =>
      readRecord(ledger.provider, ledger.deployment, recordId(schemeId("gs1"), `${product}/21/${serial}`));
    /** One that has ended, with its transaction in the last block. */
    const registered = async (serial: string) => {
      const { id } = await sent(csv([serial]));
      await until(id, "done");
      expect(await resultsOf(id)).toMatchObject([{ status: "registered" }]);
      return id;
    };
    const whileMining = (look: () => Promise<void>) =>
      vi.waitFor(
        async () => {
          await mine(ledger.anvil.rpcUrl, 1);
          await look();
        },
        { timeout: 60_000, interval: 500 },
      );

    it("are registered anew where those can take place no more", async () => {
      const id = await registered("DISPLACED");
      const before = await resultsOf(id);
      await reorganise(ledger.anvil.rpcUrl, 1);
      // Takes their nonce.
      await call(ledger.anvil.rpcUrl, "eth_sendTransaction", [{ from: address, to: address }]);
      expect(await recordOf("DISPLACED")).toBeNull();
      await whileMining(async () => expect(await recordOf("DISPLACED")).not.toBeNull());
      await until(id, "done");
      const after = await resultsOf(id);
      expect(after).toMatchObject([{ status: "registered", transaction: expect.any(String) }]);
      expect(after).not.toEqual(before);
    });

    it("say what is there now where something else has their place", async () => {
      const id = await registered("CONTESTED");
      await reorganise(ledger.anvil.rpcUrl, 1);
      const name = { scheme: "gs1", identifier: `${product}/21/CONTESTED` };
      const content = {
        subject: { kind: "party", id: toAddress(address) },
        linkset: new Uint8Array(),
      } as const;
      const registering = registerIdentifier(ledger.deployment, name, 7, content, toAddress(address));
      await submit(ledger.anvil.rpcUrl, toAddress(address), registering);
      await whileMining(async () =>
        expect(await resultsOf(id)).toMatchObject([
          { status: "conflict", problem: { code: "IMPORT_CONFLICT" } },
        ]),
      );
      await until(id, "done");
      expect(await show(id)).toMatchObject({ summary: { identifiers: { registered: 0, conflict: 1 } } });
    });

    it("are counted and named where they came in over the AAS interfaces and can take place no more", async () => {
      const id = "https://acme.example/aas/lost";
      const counted = async (name: string) =>
        Number(new RegExp(`^${name} (\\d+)$`, "m").exec(await (await ask("/metrics")).text())?.[1]);
      const transactions = await counted("cadastre_lost_transactions_total");
      const answer = await ask("/shell-descriptors", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ id, globalAssetId: "https://acme.example/assets/lost" }),
      });
      expect(answer.status).toBe(201);
      expect(await counted("cadastre_lost_aas_writes_total")).toBe(0);
      await reorganise(ledger.anvil.rpcUrl, 1);
      // Takes their nonce.
      await call(ledger.anvil.rpcUrl, "eth_sendTransaction", [{ from: address, to: address }]);
      await whileMining(async () => expect(await counted("cadastre_lost_aas_writes_total")).toBe(1));
      expect(await counted("cadastre_lost_transactions_total")).toBe(transactions + 1);
      const line = output.split("\n").find((one) => one.includes("over the AAS interfaces is lost"));
      expect(JSON.parse(line ?? "{}")).toMatchObject({ level: 50, written: [id] });
    });

    it("are registered all the same where the resolver was killed before", async () => {
      const id = await registered("KILLED-BEFORE");
      await killed();
      await reorganise(ledger.anvil.rpcUrl, 1);
      expect(await recordOf("KILLED-BEFORE")).toBeNull();
      await start({ CADASTRE_CONFIRMATIONS: "4", CADASTRE_FINALITY: "depth:64" });
      await whileMining(async () => expect(await recordOf("KILLED-BEFORE")).not.toBeNull());
      expect(await show(id)).toMatchObject({ state: "done" });
    });
  });

  it("fail alone where their results cannot be written", async () => {
    const first = await sent(csv(scattered(100, "G")), {}, "?as=records");
    const second = await sent(csv(scattered(5, "H")));
    await mkdir(join(folder, "index-registrations", "jobs", second.id, "results.jsonl"));
    await until(second.id, "failed");
    const third = await sent(csv(scattered(5, "I")));
    await until(third.id, "done");
    expect((await show(first.id)).state).toBe("done");
  });

  it.each([
    ["without the token", { authorization: "Bearer wrong-token-wrong-token" }, 401],
    ["of another kind", { "content-type": "text/html" }, 415],
    ["compressed", { "content-encoding": "gzip" }, 415],
  ])("are refused %s", async (_what, headers, status) => {
    expect((await post(csv(["X"]), headers)).status).toBe(status);
  });

  it("are not known by another id", async () => {
    for (const id of ["0123456789abcdef0123456789abcdef", "..%2Fjobs"])
      expect((await ask(`/v1/registrations/${id}`)).status).toBe(404);
  });
});
