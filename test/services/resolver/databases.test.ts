/** What an operator is told of databases whose disk is full: by HTTP, in metrics and in the log. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { Writable } from "node:stream";
import { pino } from "pino";
import { expect, it, onTestFinished } from "vitest";
import { toAddress, toGrantId, uintWord } from "../../../services/ledger/hex.js";
import { databasesOf, watchDatabases } from "../../../services/resolver/operations/databases.js";
import { readinessSchema } from "../../../services/resolver/operations/health.js";
import { openConfiguredVault } from "../../../services/resolver/vault/open.js";
import { leaveRoom, makeRoom, noDisk, smallDisk } from "../store/temporary.fixture.js";
import { startResolver } from "./http.fixture.js";
import { worldOf } from "./world.fixture.js";

it("say what does not work and what to do, once each in the log, and go on without anybody writing", async (context) => {
  const disk = await smallDisk("64m");
  if (disk === null) return context.skip(noDisk);
  const { ledger } = await worldOf();
  onTestFinished(() => ledger.close());
  const vault = await openConfiguredVault({ location: join(disk, "vault") }, "told in events");
  onTestFinished(() => vault.close());
  const resolver = await startResolver(ledger.store, { vault });
  onTestFinished(() => resolver.close());
  const lines: { level: number; msg: string }[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(JSON.parse(chunk.toString()));
      done();
    },
  });
  const databases = databasesOf({
    vault,
    manifests: undefined,
    webhooks: undefined,
    answerCounts: undefined,
  });
  const stop = watchDatabases(databases, pino({ base: null }, sink));
  onTestFinished(stop);
  const states = async () => {
    const response = await resolver.get("/readyz");
    expect(response.status).toBe(200);
    return readinessSchema.parse(await response.json()).databases;
  };
  const metric = async () =>
    /cadastre_database_writable\{database="vault"\} (\d)/.exec(
      await (await resolver.get("/metrics")).text(),
    )?.[1];
  expect(await states()).toEqual([{ name: "vault", writable: true, reason: null }]);
  expect(await metric()).toBe("1");

  await leaveRoom(disk, 5_000_000);
  const maker = toAddress(`0x${"11".repeat(20)}`);
  const put = (number: number) =>
    vault.putBlinded(toGrantId(uintWord(BigInt(number))), {
      party: maker,
      by: maker,
      salt: uintWord(1n),
      terms: [randomBytes(2_000).toString("hex")],
    });
  const fill = async () => {
    for (let number = 1; ; number++) await put(number);
  };
  await expect(fill()).rejects.toMatchObject({ code: "VAULT_UNAVAILABLE" });
  expect(await states()).toEqual([
    { name: "vault", writable: false, reason: expect.stringMatching(/put into the vault.*Make room/) },
  ]);
  expect(await metric()).toBe("0");
  await expect
    .poll(() => lines.map(({ msg }) => msg), { timeout: 5_000 })
    .toContain("database takes no writes");
  for (let number = 2_000_000; number < 2_000_050; number++)
    await expect(put(number)).rejects.toMatchObject({ code: "VAULT_UNAVAILABLE" });
  expect(lines.length).toBeLessThanOrEqual(2);

  await makeRoom(disk);
  await expect.poll(async () => (await states())[0]?.writable, { timeout: 20_000 }).toBe(true);
  await expect.poll(() => lines.at(-1)?.msg, { timeout: 5_000 }).toBe("database takes writes again");
  expect(lines.length).toBeLessThanOrEqual(4);
  await put(1_000_000);
}, 60_000);
