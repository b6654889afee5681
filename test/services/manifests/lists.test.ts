import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, rmdir, writeFile } from "node:fs/promises";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { publishManifest } from "../../../services/cli/resolver/manifests.js";
import { isDiskFull } from "../../../services/errors/diskFull.js";
import { defaultLink } from "../../../services/identifiers/gs1/vocabulary.js";
import { listTree } from "../../../services/importers/batch/manifest.js";
import { sha256 } from "../../../services/importers/digest.js";
import { listHeader } from "../../../services/importers/list/listFile.js";
import { toAddress, toDigest, toHash } from "../../../services/ledger/hex.js";
import { namespaceId, recordId, schemeId } from "../../../services/ledger/ids.js";
import { provesMember } from "../../../services/ledger/merkle/proof.js";
import { type ManifestFolder, openManifests } from "../../../services/manifests/folder.js";
import { keepManifests } from "../../../services/manifests/keep.js";
import { batchSchema } from "../../../services/resolver/v1/batchSchema.js";
import { memberResolutionSchema, resolutionSchema } from "../../../services/resolver/v1/schema.js";
import type { Address, BatchId, Digest } from "../../../services/store/model.js";
import { startResolver, type TestResolver } from "../resolver/http.fixture.js";
import { LedgerFixture } from "../resolver/ledger.fixture.js";
import { leaveRoom, makeRoom, noDisk, smallDisk } from "../store/temporary.fixture.js";

const gs1 = schemeId("gs1");
const product = "01/09506000134352";
const namespace = namespaceId(gs1, "9506000");
const place = { chainId: 31337, registry: toAddress(`0x${(20).toString(16).padStart(40, "0")}`) };
const mostBytes = 8 * 1024 * 1024;

interface List {
  readonly text: string;
  readonly digest: Digest;
  readonly members: readonly string[];
  readonly batch: BatchId;
}

let ledger: LedgerFixture;
let folder: string;
let maker: Address;
let buyer: Address;

const serials = (count: number, stem: string) =>
  Array.from({ length: count }, (_, at) => `${product}/21/${stem}${at}`);

/** Issues a list; `promised` are other members than those of the file, `table` is what the file has in place of a list. */
async function issue(
  members: readonly string[],
  promised = members,
  header = listHeader("gs1"),
  table?: string,
): Promise<List> {
  const textOf = (lines: readonly string[]) => `${[header, ...lines].join("\n")}\n`;
  const text = table ?? textOf(members);
  const digest = toDigest(`0x${createHash("sha256").update(text).digest("hex")}`);
  const file = join(folder, "issued.list");
  await writeFile(file, textOf(promised));
  const issuer = { scheme: "gs1", prefix: "9506000", id: namespace } as const;
  const list = { manifest: digest, count: BigInt(members.length) };
  const { root, batch } = await listTree(file, issuer, place, list);
  ledger.happened({
    event: "MerkleBatchIssued",
    contract: "batches",
    batch,
    namespace,
    owner: buyer,
    scheme: gs1,
    list: { root, ...list, uri: "" },
    prefixLength: 7,
    namespaceEpoch: 1,
    by: maker,
  });
  await ledger.mine();
  return { text, digest, members, batch };
}

/** A line to a resolver that is cut where a request brings more bytes than that. @param busy Looks at a batch that are answered with 503 first. */
async function lineTo(url: string, mostBytes: number, busy = 0): Promise<string> {
  let refusals = busy;
  const line = createServer((req, res) => {
    if (req.url?.startsWith("/v1/batches/") === true && refusals-- > 0)
      return void res.writeHead(503, { "content-type": "application/problem+json" }).end("{}");
    if (Number(req.headers["content-length"] ?? 0) > mostBytes) return void req.socket.destroy();
    const { method = "GET", headers } = req;
    const onward = request(new URL(req.url ?? "/", url), { method, headers }, (answer) => {
      res.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(res);
    });
    req.pipe(onward);
  });
  await new Promise<void>((resolve) => line.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => line.closeAllConnections());
  onTestFinished(() => void line.close());
  return `http://127.0.0.1:${(line.address() as AddressInfo).port}`;
}

/** A resolver with manifests of its own. */
class Site {
  readonly #stopping = new AbortController();
  readonly #kept: Promise<void>;
  private constructor(
    readonly resolver: TestResolver,
    readonly manifests: ManifestFolder,
    peers: readonly string[],
  ) {
    this.#kept = keepManifests({
      store: ledger.store,
      manifests,
      peers,
      signal: this.#stopping.signal,
      onError: (error) => this.errors.push(error),
    });
  }
  readonly errors: unknown[] = [];

  static open(name: string, peers: readonly string[] = []): Promise<Site> {
    return Site.at(join(folder, name), peers);
  }

  static async at(location: string, peers: readonly string[] = []): Promise<Site> {
    const manifests = await openManifests(location, mostBytes);
    return new Site(await startResolver(ledger.store, { manifests }), manifests, peers);
  }

  put(digest: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.resolver.url}/v1/manifests/${digest}`, { method: "PUT", body, headers });
  }

  async batch(id: BatchId, member = ""): Promise<ReturnType<typeof batchSchema.parse>> {
    const query = member === "" ? "" : `?member=${encodeURIComponent(member)}`;
    return batchSchema.parse(await (await this.resolver.get(`/v1/batches/${id}${query}`)).json());
  }

  async until(id: BatchId, state: string): Promise<void> {
    await vi.waitFor(async () => expect((await this.batch(id)).manifest?.list).toBe(state), {
      timeout: 20_000,
      interval: 50,
    });
  }

  async member(id: string) {
    const response = await this.resolver.get(`/v1/resolve?id=${encodeURIComponent(id)}`);
    return response.status === 200 ? memberResolutionSchema.parse(await response.json()) : response.status;
  }

  async close(): Promise<void> {
    this.#stopping.abort();
    await this.#kept;
    await this.resolver.close();
    await this.manifests.close();
  }
}

let site: Site;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cadastre-lists-"));
  ledger = await LedgerFixture.open();
  const root = ledger.party("Root Office");
  maker = ledger.party("Maker");
  buyer = ledger.party("Buyer");
  ledger.schemes(root);
  ledger.namespace("gs1", "9506000", maker);
  const pip = "https://ref.gs1.org/voc/pip";
  const links = { [pip]: [{ href: "https://example.com/pump" }] };
  ledger.register(product, { owner: maker, prefix: "9506000", links });
  await ledger.mine();
  site = await Site.open("site");
});

afterAll(async () => {
  await site?.close();
  await ledger?.close();
  await rm(folder, { recursive: true, force: true });
});

describe("the members of a list whose manifest the resolver has", () => {
  let list: List;

  beforeAll(async () => {
    // More than two full rows of the tree's nodes.
    list = await issue(serials(4_200, "S"));
    expect(await site.member(`${product}/21/S7`)).toBe(404);
    expect((await site.batch(list.batch)).manifest).toMatchObject({ list: "missing", href: null });
    expect((await site.put(list.digest, list.text)).status).toBe(200);
    await site.until(list.batch, "indexed");
  });

  it.each([0, 63, 64, 4_095, 4_096, 4_199])("resolve by themselves, number %i too", async (index) => {
    expect(await site.member(`https://id.gs1.org/${product}/21/S${index}`)).toMatchObject({
      record: null,
      owner: { address: buyer },
      batch: { id: list.batch, kind: "merkle", index: String(index), count: "4200", status: "active" },
      links: [{ href: "https://example.com/pump", inheritedFrom: product }],
    });
    const followed = await site.resolver.get(`/${product}/21/S${index}`);
    expect([followed.status, followed.headers.get("location")]).toEqual([307, "https://example.com/pump"]);
  });

  it.each([0, 63, 64, 4_095, 4_096, 4_199])("are proven, number %i too", async (index) => {
    const identifier = `${product}/21/S${index}`;
    const proof = (await site.batch(list.batch, identifier)).member?.proof;
    const shown = proof && {
      manifest: toDigest(proof.manifest),
      count: BigInt(proof.count),
      index: BigInt(proof.index),
      contentDigest: toDigest(proof.contentDigest),
      path: proof.path.map(toHash),
    };
    expect(shown?.index).toBe(BigInt(index));
    const named = { scheme: gs1, identifier };
    expect(shown && provesMember(place, { id: list.batch, namespace }, named, shown)).toBe(true);
  });

  it("are no others", async () => {
    expect(await site.member(`${product}/21/S4200`)).toBe(404);
    expect((await site.batch(list.batch, `${product}/21/S4200`)).member).toBeNull();
  });

  it("can be revoked by themselves", async () => {
    ledger.happened({
      event: "MembersRevoked",
      contract: "batches",
      batch: list.batch,
      first: 100n,
      last: 101n,
      reason: "recalled",
      by: buyer,
    });
    await ledger.mine();
    expect(await site.member(`${product}/21/S100`)).toMatchObject({ batch: { status: "revoked" } });
    expect((await site.resolver.get(`/${product}/21/S101`)).status).toBe(410);
    expect(await site.member(`${product}/21/S102`)).toMatchObject({ batch: { status: "active" } });
  });

  it("stay with the list that named them first, and with their records", async () => {
    const shared = [`${product}/21/S1`, `${product}/21/OWN`, `${product}/21/NEW`];
    ledger.register(`${product}/21/OWN`, { owner: maker, prefix: "9506000" });
    const second = await issue(shared);
    await site.put(second.digest, second.text);
    await site.until(second.batch, "indexed");
    expect(await site.member(`${product}/21/S1`)).toMatchObject({ batch: { id: list.batch } });
    expect(await site.member(`${product}/21/NEW`)).toMatchObject({ batch: { id: second.batch } });
    const own = await site.resolver.get(`/v1/resolve?id=${product}/21/OWN`);
    expect(await own.json()).toMatchObject({ owner: { address: maker }, record: { member: null } });
  });

  it("are found in no answer of a moment before the list was issued", async () => {
    const { number } = ledger.store.read((view) => view.checkpoint()) ?? { number: 0 };
    const later = await issue(serials(3, "LATER"));
    await site.put(later.digest, later.text);
    await site.until(later.batch, "indexed");
    expect(await site.member(`${product}/21/LATER1`)).toMatchObject({ batch: { index: "1" } });
    const before = await site.resolver.get(`/v1/resolve?id=${product}/21/LATER1&at=${number}`);
    expect(before.status).toBe(404);
  });
});

describe("a list with links", () => {
  const template = "https://maker.example/{gtin}/{serial}?of={id}";
  const filled = (serial: string) =>
    `https://maker.example/09506000134352/${serial}?of=01%2F09506000134352%2F21%2F${serial.replaceAll("%", "%25")}`;

  it("leads each member to its own address, in every protocol", async () => {
    const links = { [defaultLink]: [{ href: template, title: "Passport" }] };
    const list = await issue(
      [`${product}/21/T-1`, `${product}/21/T%2F2`],
      undefined,
      listHeader("gs1", links),
    );
    await site.put(list.digest, list.text);
    await site.until(list.batch, "indexed");
    expect(await site.member(`${product}/21/T-1`)).toMatchObject({
      links: [
        { rel: defaultLink, href: filled("T-1"), title: "Passport", batch: list.batch },
        { href: "https://example.com/pump", inheritedFrom: product },
      ],
    });
    expect((await site.batch(list.batch)).manifest?.links).toEqual(links);
    const followed = await site.resolver.get(`/${product}/21/T%2F2`);
    expect([followed.status, followed.headers.get("location")]).toEqual([307, filled("T%2F2")]);
    const linkset = await site.resolver.get(`/${product}/21/T-1`, { accept: "application/linkset+json" });
    expect(JSON.stringify(await linkset.json())).toContain(filled("T-1"));
    const profiled = await site.resolver.get(`/${product}/21/T-1?linkType=linkset`, {
      accept: `application/linkset+json; profile="${site.resolver.url}/profiles/ledger-linkset"`,
    });
    expect(await profiled.json()).toMatchObject({
      linkset: [
        { anchor: expect.stringContaining("/21/T-1"), [defaultLink]: [{ href: filled("T-1") }] },
        { anchor: expect.not.stringContaining("/21/T-1") },
      ],
    });
    const page = await site.resolver.get(`/v1/resolve?id=${product}/21/T-1`, { accept: "text/html" });
    expect(await page.text()).toContain(filled("T-1").replace("&", "&amp;"));
  });

  it.each([
    "http://maker.example/{serial}",
    "https://{serial}/",
    "https://maker.example{serial}/",
    "https://maker.example/{+serial}",
    "https://user:pass@maker.example/{serial}",
    "https://maker.example/{suffix}",
    "javascript:alert(1)",
  ])("is not one where they could lead elsewhere, as by %s", async (href) => {
    const list = await issue(
      serials(2, `U${href.length}-`),
      undefined,
      listHeader("gs1", { about: [{ href }] }),
    );
    await site.put(list.digest, list.text);
    await site.until(list.batch, "refused");
    expect(await site.member(list.members[0] ?? "")).toBe(404);
    expect(site.errors.splice(0)).toMatchObject([{ code: "MANIFEST_OTHER_LIST" }]);
  });
});

describe("a member of a list", () => {
  it("has the DID document that its record will have, of its owner, with its links, while it is in force", async () => {
    const links = { about: [{ href: "https://maker.example/{serial}" }] };
    const list = await issue(serials(70, "D"), undefined, listHeader("gs1", links));
    await site.put(list.digest, list.text);
    await site.until(list.batch, "indexed");
    const id = recordId(gs1, `${product}/21/D65`);
    const path = `/records/${id}/did.json`;
    const did = `did:web:${encodeURIComponent(new URL(site.resolver.url).host)}:records:${id}`;
    const document = {
      id: did,
      alsoKnownAs: [`${site.resolver.url}/${product}/21/D65`],
      controller: `did:ethr:0x7a69:${buyer}`,
      service: [
        { id: `${did}#link-1`, type: "about", serviceEndpoint: "https://maker.example/D65" },
        { id: `${did}#link-2`, serviceEndpoint: "https://example.com/pump" },
        { id: `${did}#record`, type: "CadastreRecord" },
      ],
    };
    expect(await (await site.resolver.get(path)).json()).toMatchObject(document);
    const resolved = await site.resolver.get(`/1.0/identifiers/${did}`, {
      accept: "application/did-resolution",
    });
    expect(await resolved.json()).toMatchObject({ didDocument: document });
    expect((await site.resolver.get(`/records/${recordId(gs1, `${product}/21/D70`)}/did.json`)).status).toBe(
      404,
    );

    ledger.happened({
      event: "MembersRevoked",
      contract: "batches",
      batch: list.batch,
      first: 65n,
      last: 65n,
      reason: "recalled",
      by: buyer,
    });
    await ledger.mine();
    expect((await site.resolver.get(path)).status).toBe(410);
  });
});

describe("a template in the links of a product", () => {
  it("is filled for whatever inherits it, and leads nowhere for what lacks the parts", async () => {
    const other = "01/09506000134369";
    const links = { "https://ref.gs1.org/voc/pip": [{ href: "https://maker.example/{gtin}/{serial}" }] };
    ledger.register(other, { owner: maker, prefix: "9506000", links });
    ledger.register(`${other}/21/R`, { owner: maker, prefix: "9506000" });
    await ledger.mine();
    const linksOf = async (id: string) =>
      resolutionSchema.parse(await (await site.resolver.get(`/v1/resolve?id=${id}`)).json()).links;
    expect(await linksOf(`${other}/21/R`)).toMatchObject([
      { href: "https://maker.example/09506000134369/R", inheritedFrom: other },
    ]);
    expect(await linksOf(other)).toEqual([]);
  });
});

describe("what is stored as a manifest", () => {
  const named = { "cadastre-upload": "0f8fad5b-d9cb-469f-a165-70867728950e" };

  it("is refused where no batch names it", async () => {
    const text = `${listHeader("gs1")}\n${product}/21/X\n`;
    const digest = `0x${createHash("sha256").update(text).digest("hex")}`;
    const refused = await site.put(digest, text);
    expect([refused.status, await refused.json()]).toMatchObject([
      404,
      { code: "RESOLVER_UNKNOWN_MANIFEST" },
    ]);
  });

  it("is thrown away where it has another hash, and taken in after that", async () => {
    const list = await issue(serials(3, "T"));
    const wrong = await site.put(list.digest, list.text.replace("T0", "T9"));
    expect([wrong.status, await wrong.json()]).toMatchObject([422, { code: "RESOLVER_INVALID_MANIFEST" }]);
    expect((await site.resolver.get(`/v1/manifests/${list.digest}`)).status).toBe(404);
    expect((await site.put(list.digest, list.text)).status).toBe(200);
    // Once more does no harm.
    expect((await site.put(list.digest, list.text)).status).toBe(200);
    const got = await site.resolver.get(`/v1/manifests/${list.digest}`);
    expect(await got.text()).toBe(list.text);
    const rest = await site.resolver.get(`/v1/manifests/${list.digest}`, { range: "bytes=5-" });
    expect([rest.status, await rest.text()]).toEqual([206, list.text.slice(5)]);
  });

  it("comes in part by part, and goes on where it broke off", async () => {
    const list = await issue(serials(5, "P"));
    const total = list.text.length;
    const part = (first: number, last: number) =>
      site.put(list.digest, list.text.slice(first, last), {
        "content-range": `bytes ${first}-${last - 1}/${total}`,
        ...named,
      });
    expect((await part(0, 20)).status).toBe(202);
    const early = await part(40, 60);
    expect([early.status, await early.json()]).toMatchObject([409, { received: 20 }]);
    expect((await part(20, 60)).status).toBe(202);
    expect(await (await part(60, total)).json()).toEqual({ digest: list.digest, received: total, total });
    await site.until(list.batch, "indexed");
  });

  it("is bounded", async () => {
    const list = await issue(serials(2, "B"));
    const announced = { "content-range": `bytes 0-3/${mostBytes + 1}`, ...named };
    expect((await site.put(list.digest, "abcd", announced)).status).toBe(413);
    const malformed = { "content-range": "bytes 3-1/9", ...named };
    expect((await site.put(list.digest, "abcd", malformed)).status).toBe(400);
  });

  it("is refused as a part of nobody's upload, and taken whole without a name", async () => {
    const list = await issue(serials(2, "N"));
    const total = list.text.length;
    const refused = await site.put(list.digest, list.text.slice(0, 20), {
      "content-range": `bytes 0-19/${total}`,
    });
    expect([refused.status, await refused.json()]).toMatchObject([
      400,
      { code: "RESOLVER_INVALID_BODY", hint: expect.stringContaining("Cadastre-Upload") },
    ]);
    const all = await site.put(list.digest, list.text, { "content-range": `bytes 0-${total - 1}/${total}` });
    expect(all.status).toBe(200);
  });

  it("names only what its namespace can issue, so that nobody makes others' identifiers slow to resolve", async () => {
    const [own, others] = [`${product}/21/PLACED.1`, "01/04012345123456/21/PLACED.2"];
    const list = await issue([own, others]);
    await site.put(list.digest, list.text);
    await site.until(list.batch, "indexed");
    const { index } = site.manifests;
    expect(index.placesOf(recordId(gs1, own))).toMatchObject([{ batch: list.batch, index: 0n }]);
    expect(index.placesOf(recordId(gs1, others))).toEqual([]);
  });

  it("makes no member where it is not the list that was issued", async () => {
    const list = await issue(serials(70, "FALSE"), serials(70, "TRUE"));
    await site.put(list.digest, list.text);
    await site.until(list.batch, "refused");
    expect(await site.member(`${product}/21/FALSE1`)).toBe(404);
    expect(await site.member(`${product}/21/TRUE1`)).toBe(404);
    expect(site.errors.splice(0)).toMatchObject([{ code: "MANIFEST_OTHER_LIST" }]);
  });
});

describe("a table as it was registered", () => {
  const quoted = (members: readonly string[]) => members.map((member) => `"${member}";"gs1"\r\n`).join("");
  const lines = (members: readonly string[]) =>
    members.map((identifier) => `${JSON.stringify({ identifier })}\n`).join("\n");

  it.each([
    ["CSV", (members: readonly string[]) => `identifier\n${members.join("\n")}`],
    [
      "CSV from a spreadsheet",
      (members: readonly string[]) => `\uFEFFidentifier;scheme\r\n${quoted(members)}`,
    ],
    ["JSON Lines", lines],
  ])("lists the members of a batch, in %s", async (what, tableOf) => {
    const members = serials(3, `TABLE.${what.length}.`);
    const table = await issue(members, members, listHeader("gs1"), tableOf(members));
    expect((await site.put(table.digest, table.text)).status).toBe(200);
    await site.until(table.batch, "indexed");
    expect(await site.member(members[2] ?? "")).toMatchObject({ batch: { id: table.batch, index: "2" } });
  });

  it.each([
    ["XML", "<environment/>"],
    ["a ZIP archive", "PK\u0003\u0004"],
    ["JSON", '{"assetAdministrationShells":[]}'],
  ])("is none where it is %s", async (what, text) => {
    const members = serials(1, `NONE.${what.length}.`);
    const table = await issue(members, members, listHeader("gs1"), text);
    await site.put(table.digest, table.text);
    await site.until(table.batch, "refused");
    expect(site.errors.splice(0)).toMatchObject([{ code: "MANIFEST_OTHER_LIST" }]);
  });
});

describe("a list that cannot be read for a while", () => {
  it("keeps no other list waiting, and is indexed once it can", async () => {
    const [unreadable, other] = [await issue(serials(3, "U")), await issue(serials(3, "V"))];
    const file = site.manifests.files.path(unreadable.digest);
    await mkdir(file);
    await vi.waitFor(() => expect(site.errors.splice(0)).toMatchObject([{ code: "IMPORT_FILE_UNREADABLE" }]));
    await site.put(other.digest, other.text);
    await site.until(other.batch, "indexed");
    await rmdir(file);
    await site.put(unreadable.digest, unreadable.text);
    await site.until(unreadable.batch, "indexed");
    site.errors.splice(0);
  });
});

describe("a second resolver", () => {
  it("fetches what it lacks from its peers, by itself", async () => {
    const list = await issue(serials(500, "R"));
    await site.put(list.digest, list.text);
    const other = await Site.open("other", ["http://127.0.0.1:9", site.resolver.url]);
    try {
      await other.until(list.batch, "indexed");
      expect(await other.member(`${product}/21/R499`)).toMatchObject({ batch: { index: "499" } });
      expect(await readdir(join(folder, "other", "files"))).toContain(list.digest.slice(2));
    } finally {
      await other.close();
    }
  });

  it("keeps what it has indexed over a restart", async () => {
    const again = await Site.open("other");
    try {
      expect(await again.member(`${product}/21/R7`)).toMatchObject({ batch: { index: "7" } });
      expect(again.manifests.index.placesOf(recordId(gs1, `${product}/21/R7`))).toHaveLength(1);
    } finally {
      await again.close();
    }
  });
});

describe("a list of several parts", () => {
  const upload = (text: string) => sha256(`cadastre-upload/1\n${text}`).slice(2);
  const total = (text: string) => Buffer.byteLength(text);
  let list: List;
  let file: string;
  beforeAll(async () => {
    list = await issue(serials(135_000, "PARTS-"));
    file = join(folder, "parts.list");
    await writeFile(file, list.text);
    expect(total(list.text)).toBeGreaterThan(4 * 1024 * 1024 + 1_000);
  });

  it("gets there, whatever others have begun under its hash, even under the name that only who has it can tell", async () => {
    const of = total(list.text);
    const range = { "content-range": `bytes 0-0/${of}` };
    const others = { ...range, "cadastre-upload": "somebody-elses-upload" };
    expect((await site.put(list.digest, "x", others)).status).toBe(202);
    const known = await site.put(list.digest, "x", { ...range, "cadastre-upload": upload(list.text) });
    expect(known.status).toBe(202);
    await publishManifest(site.resolver.url, { batch: list.batch, manifest: list.digest, file });
    const stored = await site.resolver.get(`/v1/manifests/${list.digest}`);
    expect(sha256(await stored.text())).toBe(list.digest);
  });

  it("goes on where an earlier run broke off, beside somebody who brings something else", async () => {
    const of = total(list.text);
    const range = (last: number) => ({ "content-range": `bytes 0-${last}/${of}` });
    const further = await Site.open("further");
    try {
      const name = { "cadastre-upload": upload(list.text) };
      // More than the part that comes first: of less, all of that part is taken, for it is there already.
      const begun = list.text.slice(0, 4 * 1024 * 1024 + 1_000);
      const had = begun.length;
      expect((await further.put(list.digest, begun, { ...range(had - 1), ...name })).status).toBe(202);
      const others = { "cadastre-upload": "somebody-elses-upload" };
      expect((await further.put(list.digest, "x", { ...range(0), ...others })).status).toBe(202);
      const progress: number[] = [];
      await publishManifest(further.resolver.url, {
        batch: list.batch,
        manifest: list.digest,
        file,
        onProgress: (bytes) => progress.push(bytes),
      });
      expect(progress).toEqual([had, of]);
    } finally {
      await further.close();
    }
  });

  it("gets there where the resolver cannot read for a moment", async () => {
    const busy = await Site.open("busy");
    try {
      const line = await lineTo(busy.resolver.url, mostBytes, 3);
      await publishManifest(line, { batch: list.batch, manifest: list.digest, file });
      expect((await busy.resolver.get(`/v1/manifests/${list.digest}`)).status).toBe(200);
    } finally {
      await busy.close();
    }
  });

  it("comes in smaller parts where the line is too slow for large ones", async () => {
    const slow = await Site.open("slow");
    const line = await lineTo(slow.resolver.url, 2_000_000);
    try {
      const progress: number[] = [];
      await publishManifest(line, {
        batch: list.batch,
        manifest: list.digest,
        file,
        onProgress: (bytes) => progress.push(bytes),
      });
      expect(progress.at(0)).toBe(1024 * 1024);
      expect(progress.at(-1)).toBe(total(list.text));
    } finally {
      await slow.close();
    }
  });

  it("has no name that could lead elsewhere", async () => {
    for (const name of ["short", "../../../../etc/passwd", "a".repeat(65)]) {
      const refused = await site.put(list.digest, "x", { "cadastre-upload": name });
      expect([refused.status, await refused.json()]).toMatchObject([400, { code: "RESOLVER_INVALID_BODY" }]);
    }
  });
});

it("a list that a peer has and for which there is no room comes by itself once there is, and is complained of once", async (context) => {
  const disk = await smallDisk("8m");
  if (disk === null) return context.skip(noDisk);
  const lists = [await issue(serials(20_000, "F")), await issue(serials(20_000, "G"))];
  for (const { digest, text } of lists) expect((await site.put(digest, text)).status).toBe(200);
  await leaveRoom(disk, 300_000);
  const full = await Site.at(join(disk, "manifests"), [site.resolver.url]);
  const complaints = () => full.errors.filter(isDiskFull);
  try {
    await vi.waitFor(() => expect(complaints()).toHaveLength(1), { timeout: 20_000 });
    await makeRoom(disk);
    for (const { batch } of lists) await full.until(batch, "indexed");
    expect(complaints()).toHaveLength(1);
  } finally {
    await full.close();
  }
}, 60_000);
