/**
 * Random traffic, reorganisations and restarts on a real chain: the index always equals one built from scratch, and its past one
 * that was built up to that block.
 *
 * `CADASTRE_SIMULATION_CALLS`, `CADASTRE_SIMULATION_PASTS` and `CADASTRE_SIMULATION_SEEDS` (with commas) make a longer run of it. Blocks
 * stay as many: of some eight hundred, anvil loses the state once some of them are replaced.
 */
import { describe, expect, it, onTestFinished } from "vitest";
import type { Call } from "../../../services/ledger/actions/call.js";
import {
  registerIdentifier,
  retireRecord,
  suspendRecord,
  updateContent,
} from "../../../services/ledger/actions/identifiers.js";
import { grantRight, revokeRight } from "../../../services/ledger/actions/rights.js";
import { transferToken } from "../../../services/ledger/actions/tokens.js";
import { mintTwin, publishTwin } from "../../../services/ledger/actions/twins.js";
import type { Commitment } from "../../../services/ledger/commitment.js";
import { toDigest } from "../../../services/ledger/hex.js";
import { recordId, schemeId, twinId } from "../../../services/ledger/ids.js";
import { readRecord } from "../../../services/ledger/reads/identifiers.js";
import { readGrant } from "../../../services/ledger/reads/rights.js";
import { readTwin } from "../../../services/ledger/reads/twins.js";
import type { Address, TwinId } from "../../../services/store/model.js";
import { openStore, type Store } from "../../../services/store/store.js";
import { anvilMissing } from "../../fixtures/anvil.js";
import { type DeployedLedger, newlyDeployedLedger } from "../../fixtures/ledger.js";
import { contents, values, valuesAt } from "../store/contents.fixture.js";
import { temporaryFolder } from "../store/temporary.fixture.js";
import { reached, rebuilt, watchFollower } from "./follower.fixture.js";
import { call, headOf, mine, reorganise } from "./node.fixture.js";
import { replayed } from "./replay.fixture.js";
import { submit } from "./traffic.fixture.js";

const setting = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);
const steps = 60;
/** Calls of one step, at most. */
const callsOfStep = setting("CADASTRE_SIMULATION_CALLS", 4);
/** Calls of one block, at most: more have no room in it. */
const callsOfBlock = 50;
/** Past blocks that are compared with a replay, and with what the node says of them. */
const comparedPasts = setting("CADASTRE_SIMULATION_PASTS", 3);
const seeds = (process.env.CADASTRE_SIMULATION_SEEDS ?? "1,2,3").split(",").map(Number);
/** Milliseconds. */
const limit = 120_000 + 1_000 * callsOfStep + 2_000 * comparedPasts;
/** Blocks below the head that may be replaced. */
const finality = { kind: "depth", blocks: 12 } as const;

/** Mulberry32: the same seed, the same run. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Contents that twins are minted with, and that versions are published with. */
const firstContents = 8;
const laterContents = 50;
/** Identifiers that are registered. */
const oids = 3 * callsOfStep;
const digestOf = (n: number) => toDigest(`0x${n.toString(16).padStart(64, "0")}`);

const twinRight = (twin: TwinId, party: Address) => ({
  asset: { kind: "twin" as const, id: twin },
  scope: "",
  grantee: { kind: "party" as const, party },
  survivesSale: false,
  terms: null,
  parent: null,
});

/** A call that may well be refused by the ledger, as the chain may be on any of its branches. */
function anyCall(
  pick: (below: number) => number,
  { deployment, root }: DeployedLedger,
  others: readonly DeployedLedger["root"][],
  commitment: Commitment,
): Call {
  const owner = others[pick(others.length)] ?? root;
  const name = { scheme: "oid", identifier: `1.${pick(oids)}` };
  const record = recordId(schemeId("oid"), name.identifier);
  const digest = digestOf(pick(firstContents) + 1);
  const twin = twinId(digest);
  const twinContent = { digest, mediaType: "text/plain", uri: "" };
  const content = {
    subject: { kind: "none" as const },
    linkset: new TextEncoder().encode(`{"a":[{"href":"${pick(9)}"}]}`),
  };
  const key = twinRight(twin, owner.address);
  const calls = [
    () => registerIdentifier(deployment, name, 0, content, root.address),
    () => registerIdentifier(deployment, name, 0, content, root.address),
    () => updateContent(deployment, name, content),
    () => suspendRecord(deployment, name, "why"),
    () => retireRecord(deployment, name, "over"),
    () => transferToken(deployment, { kind: "record", id: record }, root.address, owner.address),
    () =>
      mintTwin(deployment, {
        author: root.address,
        owner: root.address,
        kind: "type",
        name: "T",
        content: twinContent,
        opening: commitment.opening(digest),
      }),
    () => {
      const later = digestOf(firstContents + 1 + pick(laterContents));
      return publishTwin(deployment, twin, { ...twinContent, digest: later }, commitment.opening(later));
    },
    () => transferToken(deployment, { kind: "twin", id: twin }, root.address, owner.address),
    () => grantRight(deployment, key, { actions: ["read"], from: 0, until: 0 }),
    () => revokeRight(deployment, key, "no"),
  ];
  const chosen = calls[pick(calls.length)] ?? calls[0];
  if (chosen === undefined) throw new Error("There is always a call");
  return chosen();
}

/** Owners, states and grants at a block, as the store has them and as the chain has them. */
async function expectAsTheChain(
  { deployment, provider }: DeployedLedger,
  others: readonly DeployedLedger["root"][],
  store: Store,
  block: number,
): Promise<void> {
  const records = Array.from({ length: oids }, (_, n) => recordId(schemeId("oid"), `1.${n}`));
  const twins = Array.from({ length: firstContents }, (_, n) => twinId(digestOf(n + 1)));
  await store.readAsync(async (view) => {
    const past = view.at(block);
    const recordsThere = await Promise.all(records.map((id) => readRecord(provider, deployment, id, block)));
    for (const [n, id] of records.entries()) {
      const theirs = recordsThere[n] ?? null;
      const ours = past.record(id);
      expect(ours === null).toBe(theirs === null);
      if (theirs !== null) expect(ours).toMatchObject(theirs);
    }
    const twinsThere = await Promise.all(twins.map((id) => readTwin(provider, deployment, id, block)));
    for (const [n, id] of twins.entries()) {
      const theirs = twinsThere[n] ?? null;
      const ours = past.twin(id);
      expect(ours === null).toBe(theirs === null);
      if (theirs === null) continue;
      const { owner, epoch, state, version } = theirs;
      expect(ours).toMatchObject({ owner, epoch, state, version: { version } });
      for (const { address } of others) {
        const grant = await readGrant(provider, deployment, twinRight(id, address), block);
        if (grant !== null) expect(past.grant(grant.id)).toMatchObject(grant);
      }
    }
  });
}

describe.skipIf(anvilMissing !== null)("at random", () => {
  it.each(seeds)(
    "traffic, reorganisations and restarts leave the index exact (seed %i)",
    async (seed) => {
      const pick = random(seed);
      const ledger = await newlyDeployedLedger();
      onTestFinished(ledger.stop);
      const { rpcUrl } = ledger.anvil;
      const others = [await ledger.party(1, "One"), await ledger.party(2, "Two")];
      const digests = Array.from({ length: firstContents + laterContents }, (_, n) => digestOf(n + 1));
      const commitment = await ledger.commit(ledger.root, ...digests);
      await mine(rpcUrl, finality.blocks);
      // What anvil mines by itself, after it has taken a transaction, may be mined while blocks are replaced: then it loses some.
      await call(rpcUrl, "evm_setAutomine", [false]);
      const floor = await headOf(rpcUrl);
      const options = { rpcUrl, deployment: ledger.deployment, finality };

      const location = await temporaryFolder();
      let store = await openStore(location, { createIfMissing: true });
      let follower = watchFollower({ ...options, store });
      let undone = 0;
      // The node's own past: it keeps no right states of blocks that it has replaced.
      let kept = floor;
      for (let step = 0; step < steps; step++) {
        const head = await headOf(rpcUrl);
        const kind = pick(10);
        if (kind < 6) {
          let unmined = 0;
          for (let n = pick(callsOfStep); n >= 0; n--) {
            await submit(rpcUrl, ledger.root.address, anyCall(pick, ledger, others, commitment));
            unmined += 1;
            if (n > 0 && unmined < callsOfBlock && pick(callsOfStep) > 0) continue;
            await mine(rpcUrl, 1);
            unmined = 0;
          }
        } else if (kind < 8) {
          const depth = Math.min(1 + pick(finality.blocks - 2), head - floor);
          if (depth > 0) await reorganise(rpcUrl, depth);
          kept = await headOf(rpcUrl);
          undone += 1;
        } else if (kind === 8) {
          await follower.until(reached(head));
        } else {
          await follower.stop();
          await store.close();
          store = await openStore(location, { createIfMissing: false });
          follower = watchFollower({ ...options, store });
        }
      }
      await mine(rpcUrl, 1);
      const head = await headOf(rpcUrl);
      await follower.until(reached(head));
      await follower.stop();
      const found = await contents(store);
      const pasts = Array.from(
        { length: comparedPasts },
        () => ledger.deployment.block + pick(head - ledger.deployment.block + 1),
      );
      for (const block of [...pasts, head]) {
        expect(await valuesAt(location, block)).toEqual(
          await values(await replayed(rpcUrl, ledger.deployment, block)),
        );
      }
      const keptPasts = Array.from({ length: comparedPasts - 2 }, () => kept + pick(head - kept + 1));
      for (const block of [kept, ...keptPasts, head]) await expectAsTheChain(ledger, others, store, block);
      await store.close();
      expect(undone).toBeGreaterThan(3);
      expect(Object.keys(found).length).toBeGreaterThan(20);
      expect(found).toEqual(await contents(await rebuilt(options, head)));
    },
    limit,
  );
});
