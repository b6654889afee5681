/** `cadastre right log` against a resolver that anchors its log: both as programs, with two HTTP threads, on a real chain. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toAddress } from "../../../services/ledger/hex.js";
import { importKey } from "../../../services/ledger/keys/keystore.js";
import { type DeployedLedger, deployedLedger, fundedSigner } from "../../fixtures/ledger.js";
import { type RunningResolver, startResolver } from "../../fixtures/programs.js";
import { postAs } from "../resolver/decisions/deciding.fixture.js";
import { type Home, homeOf, missing } from "./cadastre.js";

const password = "correct horse battery staple";
const asset = `twin:0x${"11".repeat(32)}`;

describe.skipIf(missing !== null)("cadastre right log", () => {
  let ledger: DeployedLedger;
  let folder: string;
  let resolver: RunningResolver;
  let partner: Home;
  let partnerAddress: string;
  let rival: Home;

  beforeAll(async () => {
    ledger = await deployedLedger();
    folder = await mkdtemp(join(tmpdir(), "cadastre-right-log-"));
    partnerAddress = (await ledger.party(1, "Partner")).address;
    await ledger.party(2, "Rival");
    await ledger.party(3, "Operator");
    await importKey(folder, "log", password, fundedSigner(3).privateKey, { scryptN: 2 });
    await writeFile(join(folder, "password"), `${password}\n`);
    resolver = await startResolver({
      rpcUrl: ledger.anvil.rpcUrl,
      deployment: ledger.deploymentFile,
      store: join(folder, "index"),
      env: {
        CADASTRE_HTTP_THREADS: "2",
        CADASTRE_ACCESS_LOG_KEYSTORE: join(folder, "log.json"),
        CADASTRE_ACCESS_LOG_PASSWORD_FILE: join(folder, "password"),
        CADASTRE_ACCESS_LOG_INTERVAL: "1",
      },
    });
    partner = await homeOf(ledger, 1, resolver.url);
    rival = await homeOf(ledger, 2, resolver.url);
    await resolver.caughtUp(await ledger.provider.getBlockNumber());
  });
  afterAll(async () => {
    await resolver?.stop();
    await partner?.remove();
    await rival?.remove();
    await ledger?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  /** Asks over HTTP, as the command line names no asset that is not there. */
  async function decide(by: Home): Promise<void> {
    const wallet = fundedSigner(by === partner ? 1 : 2);
    const signer = { party: toAddress(wallet.address), wallet };
    const [kind, id] = asset.split(":");
    const questions = [{ asset: { kind, id }, action: "read" }];
    const response = await postAs(resolver.url, "/v1/decisions", signer, { questions });
    expect(response.status).toBe(200);
  }

  it("shows what concerns the caller", async () => {
    // A resolver that has only just started takes no signed requests: the command line asks until it does.
    expect((await partner.run("whoami")).code).toBe(0);
    for (const _ of [1, 2, 3]) await decide(partner);
    const { code, stdout } = await partner.run("right", "log");
    expect(code).toBe(0);
    expect(stdout).toContain("decision: read");
    expect(stdout).toContain("deny");
    expect(stdout).toContain(partnerAddress);
    expect((await rival.run("right", "log")).stdout).toContain("no entries");
  }, 60_000);

  it("verifies each entry by the ledger, keeps the proofs, and checks them without the resolver", async () => {
    const proofs = join(folder, "proofs");
    const verified = () => partner.run("right", "log", "--verify", "--save", proofs, "--json");
    await expect
      .poll(async () => JSON.stringify((await verified()).json()), { timeout: 60_000, interval: 500 })
      .not.toContain('"anchored":null');
    const file = join(proofs, "access-1.proof.json");
    const kept = await partner.run(
      "right",
      "log",
      "--check",
      file,
      "--resolver-url",
      "http://127.0.0.1:9",
      "--json",
    );
    expect(kept.json()).toMatchObject({
      verdict: "proven",
      entry: { sequence: 1, subject: partnerAddress },
    });

    const changed = join(folder, "changed.proof.json");
    await writeFile(changed, (await readFile(file, "utf8")).replace('"deny"', '"permit"'));
    const refused = await partner.run("right", "log", "--check", changed);
    expect(refused.code).toBe(10);
    expect(refused.stderr).toContain("does not hold");

    const elsewhere = join(folder, "elsewhere.proof.json");
    await writeFile(elsewhere, (await readFile(file, "utf8")).replace(/"chainId": \d+/, '"chainId": 1'));
    expect((await partner.run("right", "log", "--check", elsewhere)).code).toBe(9);
  }, 90_000);

  it("says what is missing", async () => {
    const { code, stderr } = await partner.run("right", "log", "--save", folder);
    expect(code).toBe(2);
    expect(stderr).toContain("--verify");
  });
});
