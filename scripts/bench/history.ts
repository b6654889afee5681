/** What the past costs: reads at random blocks of a long history, beside reads of the present. */
import { toDigest, toHash } from "../../services/ledger/hex.js";
import { openDatabase } from "../../services/store/database.js";
import { tables } from "../../services/store/keys.js";
import type { RecordEntity } from "../../services/store/model.js";
import { snapshotView } from "../../services/store/snapshotView.js";
import { openStore } from "../../services/store/store.js";
import type { StoreView } from "../../services/store/view.js";
import { type MeasureOptions, measure } from "./measure.js";
import { figure, type Section } from "./report.js";
import { enterprise, gs1, partner, pumpLinks, serialOf, serialRecord, twin } from "./world/names.js";

/** How often each record changes. */
const versionsEach = 5;
/** Changes of one block, and blocks of one commit. */
const perBlock = 100;
const perCommit = 50;
const time = 1_700_000_000;
const word = (n: number): string => `0x${n.toString(16).padStart(64, "0")}`;

/**
 * Makes a store in which `versions` versions of records were written one after the other.
 * @returns the last block.
 */
export async function fillHistory(location: string, versions: number): Promise<number> {
  const store = await openStore(location, { createIfMissing: true });
  const records = Math.ceil(versions / versionsEach);
  const last = Math.ceil(versions / perBlock);
  try {
    for (let block = 1; block <= last; block += perCommit) {
      const end = Math.min(block + perCommit - 1, last);
      const draft = store.draft();
      const blocks = [];
      for (let number = block; number <= end; number += 1) {
        draft.from({ block: number, transaction: toHash(word(number)), by: enterprise });
        for (let n = (number - 1) * perBlock; n < Math.min(number * perBlock, versions); n += 1) {
          const entity = recordOf(n % records, Math.floor(n / records), number);
          draft.put(tables.record, entity.id, entity);
        }
        // One key that every block changes.
        draft.put(tables.namespaceStatistics, gs1.namespace, {
          delegations: 0,
          redelegations: 0,
          registrations: number,
        });
        blocks.push({ number, hash: toHash(word(number)), time: time + number });
      }
      const checkpoint = {
        number: end,
        hash: toHash(word(end)),
        time: time + end,
        finalized: end,
        head: end,
      };
      await draft.commit(checkpoint, { durable: false, blocks });
    }
  } finally {
    await store.close();
  }
  return last;
}

function recordOf(n: number, version: number, block: number): RecordEntity {
  const at = { block, time: time + block, transaction: toHash(word(block)), by: enterprise };
  return {
    id: serialRecord(n),
    namespace: gs1.namespace,
    scheme: gs1.id,
    prefixLength: gs1.prefix.length,
    identifier: serialOf(n),
    owner: version % 2 === 0 ? enterprise : partner,
    epoch: version + 1,
    status: "active",
    statusReason: "",
    namespaceEpoch: 1,
    version: version + 1,
    digest: toDigest(word(version)),
    subject: { kind: "twin", id: twin },
    linkset: pumpLinks(n),
    linksetValid: true,
    locked: false,
    member: null,
    registered: at,
    updated: at,
  };
}

/** @param filled Stores with so many versions, the small one first: what a read costs must not grow with them. */
export async function benchHistory(
  filled: readonly { readonly location: string; readonly versions: number; readonly last: number }[],
  options?: MeasureOptions,
): Promise<Section> {
  const opened = await Promise.all(
    filled.map(async (one) => ({ ...one, database: await openDatabase(one.location, false) })),
  );
  try {
    const contenders = opened.flatMap(({ versions, last, database }) => {
      const records = Math.ceil(versions / versionsEach);
      const size = `${versions.toLocaleString("en")} versions`;
      const read = <Answer>(ask: (view: StoreView) => Answer): Answer => {
        const snapshot = database.snapshot();
        try {
          return ask(snapshotView(database, snapshot));
        } finally {
          void snapshot.close();
        }
      };
      const record = (turn: number) => serialRecord((turn * 7_919) % Math.min(records, variety));
      // From the block on in which every record is there.
      const first = Math.ceil(records / perBlock);
      const block = (turn: number) => first + ((turn * 104_729) % (last - first + 1));
      return [
        {
          name: `present record, ${size}`,
          run: (turn: number) => there(read((view) => view.record(record(turn)))),
        },
        {
          name: `record at any block, ${size}`,
          run: (turn: number) => there(read((view) => view.at(block(turn)).record(record(turn)))),
        },
        {
          name: `present of the busiest key, ${size}`,
          run: () => there(read((view) => view.namespaceStatistics(gs1.namespace))),
        },
        {
          name: `busiest key at any block, ${size}`,
          run: (turn: number) =>
            there(read((view) => view.at(block(turn)).namespaceStatistics(gs1.namespace))),
        },
      ];
    });
    const rates = measure(contenders, options);
    const rate = (index: number): number => rates.get(contenders[index]?.name ?? "") ?? Number.NaN;
    return {
      title: "History: reads of the past",
      note: `per second of processor time; each record changed ${versionsEach} times, the busiest key in every block`,
      figures: contenders.map(({ name }, index) =>
        figure(name, "reads", rate(index), index % 2 === 0 ? {} : { "the present": rate(index - 1) }),
      ),
    };
  } finally {
    for (const { database } of opened) await database.close();
  }
}

/** Records looked up in turn: more than fit a processor's cache. */
const variety = 4_096;

function there<Entity>(entity: Entity | null): Entity {
  if (entity === null) throw new Error("The store lacks something that is read");
  return entity;
}
