/** Anchoring the log on a real chain, and holding it against what the chain has. */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import {
  type Anchors,
  openAnchorReads,
  openAnchors,
} from "../../../services/accessLog/anchoring/evidence.js";
import { anchorLog, compareLog } from "../../../services/accessLog/anchoring/round.js";
import { compareOnce, keepAnchoring } from "../../../services/accessLog/anchoring/schedule.js";
import {
  type Checkpoint,
  checkpointBundle,
  checkpointDigest,
  checkpointUri,
} from "../../../services/accessLog/checkpoint.js";
import { checkpointsOf, keepCheckpoint, makeCheckpoint } from "../../../services/accessLog/checkpoints.js";
import { checkpointKey, entryKey, openLogDatabase } from "../../../services/accessLog/database.js";
import { type AccessLog, openAccessLog } from "../../../services/accessLog/log.js";
import { verifyEntryProof } from "../../../services/accessLog/proof.js";
import { accessLogReader } from "../../../services/accessLog/reader.js";
import type { LogNote } from "../../../services/accessLog/thread/messages.js";
import { provesConsistency } from "../../../services/accessLog/tree/verify.js";
import { quantitySchema } from "../../../services/ledger/hex.js";
import { readBundle } from "../../../services/ledger/reads/evidence.js";
import { anvilMissing } from "../../fixtures/anvil.js";
import { type DeployedLedger, deployedLedger, fundedSigner } from "../../fixtures/ledger.js";
import { mine, proxyTo } from "../index/node.fixture.js";
import { temporaryFolder } from "../store/temporary.fixture.js";
import { decision, party, temporaryLog } from "./log.fixture.js";
import { rebuild } from "./rebuilt.fixture.js";

const filtersSchema = z.tuple([z.looseObject({ fromBlock: quantitySchema, toBlock: quantitySchema })]);

describe.skipIf(anvilMissing !== null)("anchoring the access log", () => {
  let ledger: DeployedLedger;
  let account = 0;
  const place = () => ({ chainId: ledger.deployment.chainId, baseUrl: "https://id.example" });

  beforeAll(async () => {
    ledger = await deployedLedger();
  });
  afterAll(() => ledger?.stop());

  /** A registered party of its own that anchors. */
  async function anchorsOfAParty(): Promise<Anchors> {
    account += 1;
    await ledger.party(account, `Operator ${account}`);
    return await anchorsAs(account);
  }
  const anchorsAs = (number: number): Promise<Anchors> =>
    openAnchors(ledger.anvil.rpcUrl, ledger.deployment, fundedSigner(number), null);
  const bundleOf = (checkpoint: Checkpoint | null, author: Anchors["author"]) => {
    if (checkpoint === null) throw new Error("nothing was anchored");
    return readBundle(ledger.provider, ledger.deployment, checkpointBundle(checkpoint), author);
  };

  it("puts each checkpoint on the ledger, in one line", async () => {
    const anchors = await anchorsOfAParty();
    const log = await temporaryLog();
    expect(await anchorLog(log, anchors, place())).toBeNull();

    await log.record([decision(), decision()]);
    const first = await anchorLog(log, anchors, place());
    expect(first).toMatchObject({ size: 2, chainId: ledger.deployment.chainId });
    expect(await anchorLog(log, anchors, place())).toBeNull();
    await log.record([decision(), decision(), decision()]);
    const second = await anchorLog(log, anchors, place());

    expect(await bundleOf(first, anchors.author)).toMatchObject({
      supersededBy: second === null ? "" : checkpointBundle(second),
    });
    expect(await bundleOf(second, anchors.author)).toMatchObject({ supersededBy: null });
    expect(await anchors.bundlesBy(anchors.author, null)).toMatchObject([
      { uri: "https://id.example/v1/access-log/checkpoints/2" },
      { uri: "https://id.example/v1/access-log/checkpoints/5" },
    ]);
    await expect(compareLog(log, anchors, anchors.author)).resolves.toBeUndefined();
  });

  it("asks for what is on the ledger in ranges that the node takes, and later only for what came since", async () => {
    // The ledger's own party: nobody else anchors as it.
    const anchors = await anchorsAs(0);
    const log = await temporaryLog();
    await log.record([decision()]);
    await anchorLog(log, anchors, place());
    await mine(ledger.anvil.rpcUrl, 200);
    await log.record([decision()]);
    const last = await anchorLog(log, anchors, place());
    const asked: { readonly from: number; readonly to: number }[] = [];
    const { rpcUrl } = await proxyTo(ledger.anvil.rpcUrl, (request) => {
      if (request.method !== "eth_getLogs") return request.forward();
      const [{ fromBlock, toBlock }] = filtersSchema.parse(request.params);
      if (toBlock - fromBlock >= 50) throw new Error("block range is too large");
      asked.push({ from: fromBlock, to: toBlock });
      return request.forward();
    });
    const reads = await openAnchorReads(rpcUrl, ledger.deployment);
    const uris = (sizes: readonly number[]) => sizes.map((size) => checkpointUri(place().baseUrl, size));
    const found = async () => (await reads.bundlesBy(anchors.author, null)).map(({ uri }) => uri);
    expect(await found()).toEqual(uris([1, 2]));
    expect(asked.length).toBeGreaterThan(4);
    expect(asked.map(({ from }) => from).slice(1)).toEqual(asked.map(({ to }) => to + 1).slice(0, -1));
    asked.length = 0;
    await log.record([decision()]);
    await anchorLog(log, anchors, place());
    expect(await found()).toEqual(uris([1, 2, 3]));
    expect(Math.min(...asked.map(({ from }) => from))).toBeGreaterThan(ledger.deployment.block + 100);
    // A log from before the last anchor asks from its own newest checkpoint on.
    asked.length = 0;
    const block = (await checkpointsOf(log)).find(({ checkpoint }) => checkpoint.size === 2)?.anchor?.block;
    const fresh = await openAnchorReads(rpcUrl, ledger.deployment);
    expect(last?.size).toBe(2);
    expect((await fresh.bundlesBy(anchors.author, block ?? null)).map(({ uri }) => uri)).toEqual(
      uris([2, 3]),
    );
    expect(asked.length).toBeLessThan(4);
  });

  it("makes proofs that hold without the resolver, and fail once anything in them is changed", async () => {
    const anchors = await anchorsOfAParty();
    const log = await temporaryLog();
    await log.record(Array.from({ length: 7 }, () => decision()));
    const checkpoint = await anchorLog(log, anchors, place());
    await log.record([decision()]);
    const reader = accessLogReader(log);
    const anchored = await reader.anchored();
    const logged = await reader.entry(3, party(2));
    if (anchored === null || logged === null || checkpoint === null) throw new Error("nothing was anchored");
    const proof = await reader.prove(logged, anchored);
    expect(verifyEntryProof(proof)).toEqual({
      author: anchors.author,
      bundle: checkpointBundle(checkpoint),
      document: checkpointDigest(checkpoint),
    });
    expect(await bundleOf(proof.checkpoint, anchors.author)).not.toBeNull();

    const { entry } = proof;
    const changed = [
      { ...proof, entry: { ...entry, outcome: "deny" as const } },
      { ...proof, entry: { ...entry, sequence: 4 } },
      { ...proof, path: proof.path.slice(1) },
      { ...proof, checkpoint: { ...checkpoint, size: 3 } },
      { ...proof, hash: proof.checkpoint.root },
    ];
    for (const one of changed)
      expect(() => verifyEntryProof(one)).toThrow(
        expect.objectContaining({ code: "ACCESS_LOG_PROOF_INVALID" }),
      );
    // Another checkpoint of the same root is not the one that the ledger has.
    for (const change of [{ time: "2020-01-01T00:00:00.000Z" }, { size: 6 }, { chainId: 1 }]) {
      const { bundle } = verifyEntryProof({ ...proof, checkpoint: { ...checkpoint, ...change } });
      expect(await readBundle(ledger.provider, ledger.deployment, bundle, anchors.author)).toBeNull();
    }
  });

  it("shows that a later checkpoint begins with an earlier one", async () => {
    const anchors = await anchorsAs(account);
    const log = await temporaryLog();
    await log.record(Array.from({ length: 6 }, () => decision()));
    const earlier = await anchorLog(log, anchors, place());
    await log.record(Array.from({ length: 9 }, () => decision()));
    const later = await anchorLog(log, anchors, place());
    if (earlier === null || later === null) throw new Error("nothing was anchored");
    const path = await accessLogReader(log).consistency(earlier.size, later.size);
    expect(provesConsistency(earlier, later, path)).toBe(true);
    expect(provesConsistency({ ...earlier, root: later.root }, later, path)).toBe(false);
  });

  it("goes on where it was killed between a checkpoint and its anchor, and between that and the note of it", async () => {
    const anchors = await anchorsOfAParty();
    const log = await temporaryLog();
    await log.record([decision(), decision()]);
    await makeCheckpoint(log, ledger.deployment.chainId);
    await log.record([decision()]);
    expect(await anchorLog(log, anchors, place())).toMatchObject({ size: 2 });
    const last = await anchorLog(log, anchors, place());
    expect(last).toMatchObject({ size: 3 });
    if (last === null) throw new Error("nothing was anchored");
    // As a process leaves it that is killed while its transaction is mined.
    await keepCheckpoint(log, last, null);
    await expect(compareLog(log, anchors, anchors.author)).resolves.toBeUndefined();
    expect(await anchorLog(log, anchors, place())).toEqual(last);
    expect(await anchors.bundlesBy(anchors.author, null)).toHaveLength(2);
  });

  it("anchors again what the chain lost in a reorganisation", async () => {
    const anchors = await anchorsOfAParty();
    const log = await temporaryLog();
    await log.record([decision()]);
    await anchorLog(log, anchors, place());
    await log.record([decision()]);
    const before = await ledger.provider.send("evm_snapshot", []);
    const lost = await anchorLog(log, anchors, place());
    await ledger.provider.send("evm_revert", [before]);
    expect(await bundleOf(lost, anchors.author)).toBeNull();

    const again = await anchorsAs(account);
    await compareLog(log, again, again.author);
    expect(await anchorLog(log, again, place())).toEqual(lost);
    expect(await bundleOf(lost, anchors.author)).not.toBeNull();
  });

  describe("finds by the ledger", () => {
    /** A log of eight entries with checkpoints at four and eight, both anchored, changed by `tamper` and opened again. */
    async function tampered(tamper: (location: string) => Promise<unknown>): Promise<[AccessLog, Anchors]> {
      const anchors = await anchorsOfAParty();
      const location = await temporaryFolder();
      const log = await openAccessLog(location);
      for (const _ of [1, 2]) {
        await log.record(Array.from({ length: 4 }, () => decision()));
        await anchorLog(log, anchors, place());
      }
      await log.close();
      await tamper(location);
      const again = await openAccessLog(location);
      onTestFinished(() => again.close());
      await again.checked;
      return [again, anchors];
    }

    it("a log that was put back to an older state, checkpoints and all", async () => {
      const [log, anchors] = await tampered(async (location) => {
        const level = await openLogDatabase(location);
        const kept = Array.from({ length: 4 }, (_, sequence) => level.getSync(entryKey(sequence)) ?? "");
        const checkpoint = level.getSync(checkpointKey(4)) ?? "";
        await rebuild(level, kept, { size: 4, text: checkpoint });
        await level.close();
      });
      await expect(compareLog(log, anchors, anchors.author)).rejects.toMatchObject({
        code: "ACCESS_LOG_TRUNCATED",
        details: { anchored: 8, size: 4 },
      });
      await expect(log.record([decision()])).rejects.toMatchObject({ code: "ACCESS_LOG_TRUNCATED" });
    });

    it("also where the key that anchored is no longer set", async () => {
      const [log, anchors] = await tampered(async (location) => {
        const level = await openLogDatabase(location);
        const kept = Array.from({ length: 4 }, (_, sequence) => level.getSync(entryKey(sequence)) ?? "");
        await rebuild(level, kept, { size: 4, text: level.getSync(checkpointKey(4)) ?? "" });
        await level.close();
      });
      const notes: LogNote[] = [];
      const ends = { note: (one: LogNote) => notes.push(one), signal: new AbortController().signal };
      await compareOnce(log, async () => anchors, ends);
      expect(notes).toMatchObject([{ level: "error", details: { code: "ACCESS_LOG_TRUNCATED" } }]);
      await expect(log.record([decision()])).rejects.toMatchObject({ code: "ACCESS_LOG_TRUNCATED" });
    });

    it("a log that was deleted", async () => {
      const [log, anchors] = await tampered(async (location) => {
        const level = await openLogDatabase(location);
        await level.clear();
        await level.close();
      });
      await expect(compareLog(log, anchors, anchors.author)).rejects.toMatchObject({
        code: "ACCESS_LOG_TRUNCATED",
      });
    });

    it("a log that was written anew, and is longer than it was", async () => {
      const [log, anchors] = await tampered(async (location) => {
        const level = await openLogDatabase(location);
        await level.clear();
        await level.close();
        const other = await openAccessLog(location);
        await other.record(Array.from({ length: 20 }, () => decision()));
        await makeCheckpoint(other, ledger.deployment.chainId);
        await other.close();
      });
      await expect(compareLog(log, anchors, anchors.author)).rejects.toMatchObject({
        code: "ACCESS_LOG_ALTERED",
      });
    });
  });

  it("goes on by itself, tells what it did, and stops where the log is not sound", async () => {
    const anchors = await anchorsOfAParty();
    const log = await temporaryLog();
    await log.record([decision()]);
    const end = new AbortController();
    const notes: LogNote[] = [];
    let fails = 1;
    const open = () => (fails-- > 0 ? Promise.reject(new Error("no node")) : Promise.resolve(anchors));
    const told = new Promise<void>((resolve) => {
      const note = (one: LogNote): void => {
        notes.push(one);
        if (one.level === "info") resolve();
      };
      void keepAnchoring(log, open, { ...place(), interval: 0.01 }, { note, signal: end.signal });
    });
    await told;
    end.abort();
    expect(notes).toMatchObject([
      { level: "warn", message: expect.stringContaining("no node") },
      { level: "info", details: { size: 1 } },
    ]);

    const another = await temporaryLog();
    await another.record([decision()]);
    await keepAnchoring(
      another,
      async () => anchors,
      { ...place(), interval: 3600 },
      { note: (one) => notes.push(one), signal: new AbortController().signal },
    );
    expect(notes.at(-1)).toMatchObject({ level: "error", details: { code: "ACCESS_LOG_ALTERED" } });
    expect(await checkpointsOf(another)).toEqual([]);
  });
});
