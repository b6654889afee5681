/** A deployed ledger, an index that follows it, and the resolver over both: everything is real, HTTP too. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AccessLog, openAccessLog } from "../../../services/accessLog/log.js";
import { follow } from "../../../services/index/follow.js";
import type { FollowerStatus } from "../../../services/index/status.js";
import type { LedgerWriter } from "../../../services/resolver/writing/ledgerWriter.js";
import { openStore, type Store } from "../../../services/store/store.js";
import type { AnvilOptions } from "../../fixtures/anvil.js";
import { type DeployedLedger, deployedLedger } from "../../fixtures/ledger.js";
import { serviceLog } from "../accessLog/log.fixture.js";
import { headOf } from "../index/node.fixture.js";
import { accessTo, startResolver, type TestResolver } from "../resolver/http.fixture.js";

export interface ServedLedger {
  readonly ledger: DeployedLedger;
  readonly resolver: TestResolver;
  readonly store: Store;
  readonly accessLog: AccessLog;
  /** Waits until the index has the chain's present head. */
  caughtUp(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts all of it; `stop()` it in `afterAll`.
 * @param writerOf What the resolver writes with; it only reads where left out.
 */
export async function servedLedger(
  options: AnvilOptions = {},
  writerOf?: (ledger: DeployedLedger) => Promise<LedgerWriter>,
): Promise<ServedLedger> {
  const ledger = await deployedLedger(options);
  const folder = await mkdtemp(join(tmpdir(), "cadastre-served-"));
  const store = await openStore(join(folder, "index"), { createIfMissing: true });
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
  });
  // Handled here, so that Node does not end the process before a test has asked.
  const ended = following.then(
    () => null,
    (reason: unknown) => ({ reason }),
  );
  const writer = await writerOf?.(ledger);
  const accessLog = await openAccessLog(join(folder, "access-log"));
  const resolver = await startResolver(store, {
    access: await accessTo(rpcUrl),
    accessLog: serviceLog(accessLog),
    ...(writer === undefined ? {} : { writer }),
  });
  return {
    ledger,
    resolver,
    store,
    accessLog,
    caughtUp: async () => {
      const head = await headOf(rpcUrl);
      const read = () => store.read((view) => view.checkpoint()?.number ?? 0);
      while (read() < head) {
        const told = new Promise<FollowerStatus>((resolve) => {
          const look = (status: FollowerStatus): void => {
            waiting.delete(look);
            resolve(status);
          };
          waiting.add(look);
        });
        const state = await Promise.race([told, following]);
        if (state === undefined) throw new Error("The follower has ended.");
      }
    },
    stop: async () => {
      end.abort();
      const failure = await ended;
      await resolver.close();
      await accessLog.close();
      await store.close();
      await ledger.stop();
      await rm(folder, { recursive: true, force: true });
      if (failure !== null) throw failure.reason;
    },
  };
}
