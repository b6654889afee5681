/** Protected links and sealed identifiers as their owner and a partner use them, over the command line. */
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { delegateNamespace } from "../../../services/ledger/actions/namespaces.js";
import { type DeployedLedger, deployedLedger } from "../../fixtures/ledger.js";
import { type RunningResolver, startResolver } from "../../fixtures/programs.js";
import { type Home, homeOf, missing } from "./cadastre.js";

const product = "https://id.gs1.org/01/09506000134352";
const href = "https://inside.maker.example/series";
const protectedSchema = z.looseObject({ commitment: z.string(), record: z.string(), published: z.boolean() });

describe.skipIf(missing !== null)("what is not for everybody, over the command line", () => {
  let ledger: DeployedLedger;
  let folder: string;
  let resolver: RunningResolver;
  let maker: Home;
  let partner: Home;
  let blinded: Home;
  let partnerAddress: string;
  let blindedAddress: string;

  const done = async (home: Home, ...words: string[]) => {
    const ended = await home.run(...words);
    expect([words.join(" "), ended.code, ended.stderr + ended.stdout]).toEqual([
      words.join(" "),
      0,
      expect.anything(),
    ]);
    return ended;
  };
  const protect = async (...words: string[]) =>
    protectedSchema.parse(
      (
        await done(
          maker,
          "id",
          "protect",
          product,
          "--link",
          href,
          "--scope",
          "TimeSeries",
          "--json",
          ...words,
        )
      ).json(),
    );

  beforeAll(async () => {
    ledger = await deployedLedger();
    folder = await mkdtemp(join(tmpdir(), "cadastre-protected-"));
    const owner = await ledger.party(1, "Maker");
    partnerAddress = (await ledger.party(2, "Partner")).address;
    blindedAddress = (await ledger.party(3, "Blinded")).address;
    const name = { scheme: "gs1", prefix: "9506000" } as const;
    await ledger.send(ledger.root, delegateNamespace(ledger.deployment, name, 0, owner.address));
    resolver = await startResolver({
      rpcUrl: ledger.anvil.rpcUrl,
      deployment: ledger.deploymentFile,
      store: join(folder, "index"),
    });
    maker = await homeOf(ledger, 1, resolver.url);
    partner = await homeOf(ledger, 2, resolver.url);
    blinded = await homeOf(ledger, 3, resolver.url);
    await done(maker, "id", "register", product, "--link", "https://maker.example/");
    await done(
      maker,
      "right",
      "grant",
      "--asset",
      product,
      "--to",
      partnerAddress,
      "--action",
      "read",
      "--scope",
      "TimeSeries",
    );
  });
  afterAll(async () => {
    await resolver?.stop();
    for (const home of [maker, partner, blinded]) await home?.remove();
    await ledger?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  it("protects a link, and again without a further transaction", async () => {
    const first = await protect();
    expect(first.published).toBe(true);
    expect(await protect()).toMatchObject({ commitment: first.commitment, published: false });
    const kept = join(maker.folder, "protected.jsonl");
    expect((await stat(kept)).mode & 0o777).toBe(0o600);
    expect((await readFile(kept, "utf8")).trim().split("\n")).toHaveLength(1);
    const shown = await done(maker, "id", "show", product);
    expect(shown.stdout).toContain("1 more link");
    expect(shown.stdout).not.toContain(href);
  });

  it("shows it to the partner, checked against the chain, and in what it resolves", async () => {
    expect((await done(partner, "id", "protected", product)).stdout).toContain(href);
    const resolved = await done(partner, "resolve", product, "--signed", "--check");
    expect(resolved.stdout).toContain(href);
    expect(resolved.stdout).toContain("The chain says the same");
    expect((await done(partner, "resolve", product)).stdout).not.toContain(href);
  });

  it("takes it back", async () => {
    const { commitment } = await protect();
    await done(maker, "id", "unprotect", product, commitment);
    expect((await partner.run("id", "protected", product)).code).toBe(3);
    expect((await protect()).published).toBe(true);
  });

  it("tells the resolver whom a blinded grant is for, who then sees what it opens, until it is taken back", async () => {
    await protect();
    const file = join(folder, "opening.json");
    const grant = ["right", "grant", "--asset", product, "--to", blindedAddress, "--action", "read"];
    const unblinded = await maker.run(...grant, "--open");
    expect([unblinded.code, unblinded.stderr]).toEqual([2, expect.stringContaining("--blinded")]);
    const given = await done(maker, ...grant, "--blinded", "--open", "--salt-file", file, "--json");
    const { grant: id } = z.looseObject({ grant: z.string() }).parse(given.json());
    expect((await done(blinded, "id", "protected", product)).stdout).toContain(href);
    await done(maker, "right", "close", id);
    expect((await blinded.run("id", "protected", product)).code).toBe(3);
    expect((await partner.run("right", "open", id, "--opening", file)).code).toBe(4);
    const opened = await done(blinded, "right", "open", id, "--opening", file, "--json");
    expect(opened.json()).toEqual({ grant: id, resolver: resolver.url });
    expect((await done(blinded, "id", "protected", product)).stdout).toContain(href);
    expect((await blinded.run("right", "open", id, "--opening", join(folder, "none.json"))).code).toBe(2);
  });

  it("waits for a resolver that has not come to the party, the record and the right yet", async () => {
    const slow = await startResolver({
      rpcUrl: ledger.anvil.rpcUrl,
      deployment: ledger.deploymentFile,
      store: join(folder, "slow"),
      // No subscription: it looks every two seconds.
      env: { CADASTRE_POLL_INTERVAL: "2000", CADASTRE_WS_URL: "ws://127.0.0.1:9" },
    });
    const late = await homeOf(ledger, 4, slow.url);
    try {
      await slow.caughtUp(await ledger.provider.getBlockNumber());
      const { address } = await ledger.party(4, "Late");
      const name = { scheme: "gs1", prefix: "9506001" } as const;
      await ledger.send(ledger.root, delegateNamespace(ledger.deployment, name, 0, address));
      const thing = "https://id.gs1.org/01/09506001134351";
      await done(late, "id", "register", thing, "--link", "https://late.example/");
      await done(late, "id", "protect", thing, "--link", href);
      const grant = ["right", "grant", "--asset", thing, "--to", blindedAddress, "--action", "read"];
      await done(late, ...grant, "--blinded", "--open", "--salt-file", join(folder, "late.json"));
    } finally {
      await late.remove();
      await slow.stop();
    }
  });

  it("says what is missing", async () => {
    expect((await maker.run("id", "protect", product)).code).toBe(2);
    expect((await partner.run("id", "protect", product, "--link", href)).code).toBe(4);
  });

  it("resolves a sealed identifier for its partner, who verifies what it gets", async () => {
    const secret = join(folder, "seal.secret");
    const sealed = `${product}/21/S1`;
    await done(maker, "sealed", "secret", secret);
    await done(maker, "namespace", "seal", "gs1:9506000", "--yes");
    await done(
      maker,
      "sealed",
      "register",
      sealed,
      "--secret-file",
      secret,
      "--link",
      "https://inside.maker.example/S1",
    );
    const record = z
      .looseObject({ record: z.string() })
      .parse((await done(maker, "sealed", "show", sealed, "--json")).json()).record;
    await done(
      maker,
      "right",
      "grant",
      "--asset",
      `sealed:${record}`,
      "--to",
      partnerAddress,
      "--action",
      "read",
    );
    expect((await partner.run("resolve", sealed, "--signed")).code).toBe(3);
    await done(maker, "namespace", "delegate", "gs1:95060007", "--to", "main");
    await resolver.caughtUp(await ledger.provider.getBlockNumber());
    const open = await done(maker, "sealed", "entrust", "gs1:95060007", "--secret-file", secret);
    expect(open.stderr).toContain("cadastre namespace seal gs1:95060007");
    const shut = await done(maker, "sealed", "entrust", "gs1:9506000", "--secret-file", secret, "--contents");
    expect(shut.stderr).not.toContain("is not sealed");
    await resolver.caughtUp(await ledger.provider.getBlockNumber());
    const answer = z
      .looseObject({ disclosure: z.looseObject({ record: z.string(), content: z.looseObject({}) }) })
      .parse((await done(partner, "resolve", sealed, "--signed", "--json")).json());
    expect(answer.disclosure.record).toBe(record);
    const file = join(folder, "disclosure.json");
    await writeFile(file, JSON.stringify(answer.disclosure));
    expect((await done(partner, "sealed", "verify", file)).stdout).toContain(
      "https://inside.maker.example/S1",
    );
    expect((await partner.run("resolve", sealed)).code).toBe(3);
    await done(maker, "sealed", "withdraw", "gs1:9506000");
    expect((await partner.run("resolve", sealed, "--signed")).code).toBe(3);
  });
});
