/**
 * The main job on files that others made: companies import what they have, the ledger holds it, the resolver answers for
 * each identifier with the owner, the twin and the content hash that the file implies.
 */
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { keyFolder, writeStored } from "../../services/cli/config/settings.js";
import { exitCodes } from "../../services/cli/exitCodes.js";
import { delegateNamespace } from "../../services/ledger/actions/namespaces.js";
import { importKey } from "../../services/ledger/keys/keystore.js";
import { resolutionSchema } from "../../services/resolver/v1/schema.js";
import { type Account, type DeployedLedger, deployedLedger } from "../fixtures/ledger.js";
import { cadastre, programsMissing, type RunningResolver, startResolver } from "../fixtures/programs.js";
import { containerTwins, type Expected, firstOfEach, packageAsset, traceXAssets } from "./expected.js";

const data = join(import.meta.dirname, "../../../shared/data");
const missing = programsMissing ?? (existsSync(data) ? null : `there is no ${relative(process.cwd(), data)}`);
if (missing !== null) console.warn(`The test on real input is skipped: ${missing}.`);

const password = "a password for tests only";
/** Segment for assets whose file names no owner. */
const provider = "twins.example";

interface Source {
  readonly file: string;
  /** Which party imports it. */
  readonly company: string;
  readonly expected: (file: string) => Expected[];
  readonly twins: number;
  /** Ids of the shell and its submodels, which are registered besides those of the asset. */
  readonly shellIds?: number;
}

const traceX = (company: string, twins: number): Source => ({
  file: `catenax/traceability/import-test-data-${company.slice(-4)}_v0.0.14.json`,
  company,
  expected: (file) => traceXAssets(file, company),
  twins,
});

const sources: readonly Source[] = [
  {
    file: "aas/real/IESEDriveMotorDM3000.aasx",
    company: provider,
    expected: (file) =>
      packageAsset(file, provider, "urn:fraunhofer:iese:dte:asset:drivemotor-dm3000:serial-0042"),
    twins: 1,
    shellIds: 6,
  },
  {
    file: "aas/real/ProductionPlanSFKL.aasx",
    company: provider,
    expected: (file) => packageAsset(file, provider, "https://example.com/ids/2621_1514_5900_6188"),
    twins: 1,
    shellIds: 5,
  },
  traceX("BPNL000000000UKM", 24),
  traceX("BPNL00000003CML1", 23),
  traceX("BPNL00000003CNKC", 18),
  {
    file: "catenax/smallTestdata.json",
    company: provider,
    expected: (file) => containerTwins(file, provider),
    twins: 162,
  },
];

/** What a source registers, and how many of its twins another company registered before: content is registered once. */
function split(source: Source): { readonly free: Expected[]; readonly taken: number } {
  const earlier = sources
    .slice(0, sources.indexOf(source))
    .filter(({ company }) => company !== source.company);
  const digests = new Set(
    earlier.flatMap(({ file, expected }) => expected(join(data, file)).map((one) => one.digest)),
  );
  const all = firstOfEach(source.expected(join(data, source.file)));
  const taken = new Set(all.map((one) => one.digest).filter((digest) => digests.has(digest)));
  return { free: all.filter((one) => !digests.has(one.digest)), taken: taken.size };
}

const summarySchema = z.looseObject({
  rows: z.number(),
  badRows: z.number(),
  twins: z.record(z.string(), z.number()),
  identifiers: z.record(z.string(), z.number()),
});

const didSchema = z.looseObject({ id: z.string(), controller: z.string() });
const lookupSchema = z.looseObject({ result: z.array(z.string()).min(1) });
const descriptorSchema = z.looseObject({
  globalAssetId: z.string().optional(),
  specificAssetIds: z.array(z.looseObject({ name: z.string(), value: z.string() })).optional(),
});
const base64url = (text: string): string => Buffer.from(text).toString("base64url");

describe.skipIf(missing !== null)("given the real files of the industry", () => {
  let ledger: DeployedLedger;
  let resolver: RunningResolver;
  let folder: string;
  const companies = new Map<string, Account>();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "cadastre-real-"));
    ledger = await deployedLedger();
    await writeFile(join(folder, "password"), password);
    companies.set(provider, ledger.root);
    for (const [index, { company }] of sources.entries()) {
      if (companies.has(company)) continue;
      const party = await ledger.party(index + 1, company, "organisation", `bpn:${company}`);
      companies.set(company, party);
      const name = { scheme: "aas", prefix: company };
      await ledger.send(ledger.root, delegateNamespace(ledger.deployment, name, 0, party.address));
    }
    for (const [company, { signer }] of companies) {
      const home = join(folder, company);
      await writeStored(home, {
        rpcUrl: ledger.anvil.rpcUrl,
        deployment: ledger.deploymentFile,
        defaultKey: "key",
      });
      await importKey(keyFolder(home), "key", password, signer.privateKey, { scryptN: 2 ** 10 });
    }
    resolver = await startResolver({
      rpcUrl: ledger.anvil.rpcUrl,
      deployment: ledger.deploymentFile,
      store: join(folder, "index"),
    });
  });

  afterAll(async () => {
    await resolver?.stop();
    await ledger?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** `taken`: twins of the file that are another company's; the import says so and goes on. */
  async function importFile({ file, company }: Source, taken: number) {
    const owner = company === provider ? ["--owner", provider] : [];
    const env = { CADASTRE_HOME: join(folder, company), CADASTRE_PASSWORD_FILE: join(folder, "password") };
    const { code, stdout, stderr } = await cadastre(["import", join(data, file), ...owner, "--json"], env);
    expect(code, stderr).toBe(taken === 0 ? exitCodes.ok : exitCodes.partly);
    return summarySchema.parse(JSON.parse(stdout));
  }

  async function resolve(id: string, scheme?: string) {
    const query = new URLSearchParams({ id, ...(scheme === undefined ? {} : { scheme }) });
    const response = await fetch(`${resolver.url}/v1/resolve?${query}`);
    return { status: response.status, body: await response.json() };
  }

  const textOf = ({ owner, name, value }: Expected) =>
    `aas:${[owner, name, value].map((part) => encodeURIComponent(part)).join("/")}`;

  describe.each(sources)("when $company imports $file", (source) => {
    const { free: expected, taken } = missing === null ? split(source) : { free: [], taken: 0 };
    const identifiers = expected.length + (source.shellIds ?? 0);

    it("registers each twin and each identifier once", async () => {
      const summary = await importFile(source, taken);
      expect(summary.rows).toBe(source.twins);
      expect(summary.badRows).toBe(0);
      expect(summary.twins).toMatchObject({ registered: source.twins - taken, conflict: taken, failed: 0 });
      expect(summary.identifiers).toMatchObject({ registered: identifiers, conflict: 0 });
    });

    it("resolves every identifier to the owner, twin and content hash of the file", async () => {
      await resolver.caughtUp(await ledger.provider.getBlockNumber());
      const importer = companies.get(source.company)?.address;
      for (const one of expected) {
        const { status, body } = await resolve(textOf(one));
        expect(status, textOf(one)).toBe(200);
        const answer = resolutionSchema.parse(body);
        expect(answer.owner?.address.toLowerCase()).toBe(importer);
        expect(answer.authority?.prefix).toBe(one.owner);
        expect(answer.record?.status).toBe("active");
        const twin = answer.subject.kind === "twin" ? answer.subject.twin : undefined;
        expect(twin?.digest).toBe(one.digest);
      }
    });

    it("resolves every identifier as a DID, whose document its owner controls", async () => {
      const importer = companies.get(source.company)?.address;
      for (const one of expected) {
        const { body } = await resolve(textOf(one));
        const { didDocument } = resolutionSchema.parse(body).identifier.addresses;
        const document = didSchema.parse(await (await fetch(String(didDocument))).json());
        expect(document.controller, textOf(one)).toBe(`did:ethr:0x7a69:${importer}`);
        const resolution = await fetch(`${resolver.url}/1.0/identifiers/${encodeURIComponent(document.id)}`);
        expect(didSchema.parse(await resolution.json())).toEqual(document);
      }
    });

    it("finds every identifier by AAS discovery, and the shell's descriptor has it", async () => {
      for (const { name, value } of expected) {
        const assetId = base64url(JSON.stringify({ name, value }));
        const found = await fetch(`${resolver.url}/lookup/shells?assetIds=${assetId}`);
        const { result } = lookupSchema.parse(await found.json());
        const descriptors = await Promise.all(
          result.map(async (id) => {
            const response = await fetch(`${resolver.url}/shell-descriptors/${base64url(id)}`);
            return descriptorSchema.parse(await response.json());
          }),
        );
        const ids = descriptors.map((one) => [
          { name: "globalAssetId", value: one.globalAssetId },
          ...(one.specificAssetIds ?? []),
        ]);
        expect(ids, `${name} ${value}`).toContainEqual(
          expect.arrayContaining([expect.objectContaining({ name, value })]),
        );
      }
    });

    it("finds the bare UUID or URI too, and says so where several companies claim it", async () => {
      const claims = new Map<string, number>();
      const earlier = sources.slice(0, sources.indexOf(source) + 1).flatMap((one) => split(one).free);
      for (const { name, value } of earlier) {
        if (name === "globalAssetId") claims.set(value, (claims.get(value) ?? 0) + 1);
      }
      for (const { value } of expected.filter((one) => one.name === "globalAssetId")) {
        const { status } = await resolve(value);
        expect(status, value).toBe(claims.get(value) === 1 ? 200 : 300);
      }
    });

    it("registers nothing when the same file is imported again", async () => {
      const before = await ledger.provider.getBlockNumber();
      const summary = await importFile(source, taken);
      expect(summary.twins).toMatchObject({ registered: 0, unchanged: source.twins - taken });
      expect(summary.identifiers).toMatchObject({ registered: 0, unchanged: identifiers });
      expect(await ledger.provider.getBlockNumber()).toBe(before);
    });
  });
});
