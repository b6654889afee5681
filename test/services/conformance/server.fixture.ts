/** A deployed ledger, an index that follows it, and the resolver over both: everything is real, HTTP too. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { follow } from "../../../services/index/follow.js";
import type { FollowerStatus } from "../../../services/index/status.js";
import { openStore, type Store } from "../../../services/store/store.js";
import type { AnvilOptions } from "../../fixtures/anvil.js";
import { type DeployedLedger, deployedLedger } from "../../fixtures/ledger.js";
import { headOf } from "../index/node.fixture.js";
import { accessTo, startResolver, type TestResolver } from "../resolver/http.fixture.js";

export interface ServedLedger {
  readonly ledger: DeployedLedger;
  readonly resolver: TestResolver;
  readonly store: Store;
  /** Waits until the index has the chain's present head. */
  caughtUp(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts all of it; `stop()` it in `afterAll`. */
export async function servedLedger(options: AnvilOptions = {}): Promise<ServedLedger> {
  const ledger = await deployedLedger(options);
  const folder = await mkdtemp(join(tmpdir(), "cadastre-served-"));
  const store = await openStore(folder, { createIfMissing: true });
  const end = new AbortController();
  const waiting = new Set<(status: FollowerStatus) => void>();
  const { rpcUrl } = ledger.anvil;
  const following = follow({
    rpcUrl,
    deployment: ledger.deployment,
    store,
    finality: { kind: "immediate" },
    pollInterval: 5,
    signal: end.signal,
    onStatus: (status) => {
      for (const look of waiting) look(status);
    },
  }).catch(() => undefined);
  const resolver = await startResolver(store, { access: await accessTo(rpcUrl) });
  return {
    ledger,
    resolver,
    store,
    caughtUp: async () => {
      const head = await headOf(rpcUrl);
      const read = () => store.read((view) => view.checkpoint()?.number ?? 0);
      while (read() < head) {
        await new Promise<void>((resolve, reject) => {
          const look = ({ state, error }: FollowerStatus): void => {
            waiting.delete(look);
            if (state === "failed") reject(new Error(`The follower failed: ${JSON.stringify(error)}`));
            else resolve();
          };
          waiting.add(look);
        });
      }
    },
    stop: async () => {
      end.abort();
      await following;
      await resolver.close();
      await store.close();
      await ledger.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
