/** The ledger with something of everything on it, an index that has read it whole, and a resolver with its node. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { follow } from "../../../services/index/follow.js";
import { registerIdentifier } from "../../../services/ledger/actions/identifiers.js";
import { delegateNamespace } from "../../../services/ledger/actions/namespaces.js";
import { revokeRight } from "../../../services/ledger/actions/rights.js";
import { encodeLinkset } from "../../../services/ledger/linkset.js";
import { nodeProver } from "../../../services/resolver/proofs/prover.js";
import { openStore, type Store } from "../../../services/store/store.js";
import { headOf } from "../index/node.fixture.js";
import { type ProvenLedger, provenLedger } from "../proofs/proven.fixture.js";
import { startResolver, type TestResolver } from "./http.fixture.js";

export const bid = "did:bid:abcd:efnVUgqQFfYeu97ABf6sGm3WFtVXHZB2";
const bidPrefix = "did:bid:abcd";
/** Registered under the same prefix, with links in a spelling that is not the canonical one. */
export const oddBid = `${bidPrefix}:ef2Uf2ra3mLL9bmJb6LUq1nSpk3VTPCV6`;

export interface ProvableLedger {
  readonly ledger: ProvenLedger;
  readonly store: Store;
  readonly resolver: TestResolver;
  /** Last block before the first right was revoked. */
  readonly before: number;
  readonly head: number;
  stop(): Promise<void>;
}

/** `stop()` it in `afterAll`. The last eight blocks are not final. */
export async function provableLedger(): Promise<ProvableLedger> {
  const ledger = await provenLedger();
  const { deployment, root, maker, anvil } = ledger;
  await ledger.send(
    root,
    delegateNamespace(deployment, { scheme: "did", prefix: bidPrefix }, 0, maker.address),
  );
  const links = { "gs1:pip": [{ href: "https://maker.example/bid" }] };
  const spellings = [
    [bid, encodeLinkset(links)],
    [oddBid, new TextEncoder().encode(JSON.stringify(links, null, 1))],
  ] as const;
  for (const [identifier, linkset] of spellings) {
    const content = { subject: { kind: "none" }, linkset } as const;
    const name = { scheme: "did", identifier } as const;
    await ledger.send(maker, registerIdentifier(deployment, name, bidPrefix.length, content, maker.address));
  }
  const before = await headOf(anvil.rpcUrl);
  await ledger.send(maker, revokeRight(deployment, ledger.hiddenKey, "over"));
  await ledger.provider.client.request("anvil_mine", ["0x4"]);
  const head = await headOf(anvil.rpcUrl);
  const folder = await mkdtemp(join(tmpdir(), "cadastre-provable-"));
  const store = await openStore(folder, { createIfMissing: true });
  await readUpTo(ledger, store, head);
  const resolver = await startResolver(store, { prover: nodeProver(anvil.rpcUrl) });
  return {
    ledger,
    store,
    resolver,
    before,
    head,
    async stop() {
      await resolver.close();
      await store.close();
      await rm(folder, { recursive: true, force: true });
      await ledger.stop();
    },
  };
}

/** Reads the chain into the store. */
export async function readUpTo(
  { anvil, deployment }: Pick<ProvenLedger, "anvil" | "deployment">,
  store: Store,
  head: number,
): Promise<void> {
  const end = new AbortController();
  await follow({
    rpcUrl: anvil.rpcUrl,
    deployment,
    store,
    finality: { kind: "depth", blocks: 8 },
    pollInterval: 5,
    signal: end.signal,
    onStatus: ({ checkpoint }) => {
      if (checkpoint !== null && checkpoint.number >= head) end.abort();
    },
  });
}
