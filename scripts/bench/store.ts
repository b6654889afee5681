/** How fast the store answers, against the database beneath it. */
import { Level } from "level";
import { namespaceId } from "../../services/ledger/ids.js";
import { encodeKey, tables } from "../../services/store/keys.js";
import { valueOfRow } from "../../services/store/row.js";
import { openStore } from "../../services/store/store.js";
import { type MeasureOptions, measure } from "./measure.js";
import { figure, type Section } from "./report.js";
import { enterprise, gs1, productRecord, recordsOfPump, serialRecord, twin } from "./world/names.js";

/** Records looked up in turn: more than fit a processor's cache. */
const variety = 4_096;

/** @param pumps how many the store has. */
export async function benchStore(
  location: string,
  pumps: number,
  options?: MeasureOptions,
): Promise<Section> {
  const ids = Array.from({ length: Math.min(pumps, variety) }, (_, pump) => serialRecord(pump));
  const keys = ids.map((id) => encodeKey(tables.record.key(id)));
  const root = namespaceId(gs1.id, "");

  const store = await openStore(location, { createIfMissing: false });
  // A second handle in this process, as the follower's thread has one.
  const level = new Level<Buffer, string>(location, { keyEncoding: "buffer", valueEncoding: "utf8" });
  await level.open({ createIfMissing: false, multithreading: true });
  const raw = { name: "Level, getSync", run: (turn: number) => there(level.getSync(at(keys, turn))) };
  const parsed = {
    name: "Level, getSync and JSON.parse",
    run: (turn: number) => JSON.parse(there(valueOfRow(there(level.getSync(at(keys, turn)))))),
  };
  const one = {
    name: "read of one record",
    run: (turn: number) => store.read((view) => there(view.record(at(ids, turn)))),
  };
  const all = {
    name: "read of eight entities",
    run: (turn: number) =>
      store.read((view) =>
        [
          view.checkpoint(),
          view.fingerprint(),
          view.namespace(root),
          view.namespace(gs1.namespace),
          view.record(at(ids, turn)),
          view.record(productRecord),
          view.twin(twin),
          view.party(enterprise),
        ].map(there),
      ),
  };
  try {
    const rates = measure([raw, parsed, one, all], options);
    const rateOf = ({ name }: { name: string }): number => rates.get(name) ?? Number.NaN;
    const bases = { getSync: rateOf(raw), "getSync + parse": rateOf(parsed) };
    return {
      title: `Store: reads, ${(pumps * recordsOfPump).toLocaleString("en")} records`,
      note: "per second of processor time; reads share the snapshot of a checkpoint, eight entities are what an answer needs",
      figures: [
        ...[raw, parsed].map((way) => figure(way.name, "reads", rateOf(way))),
        ...[one, all].map((way) => figure(way.name, "reads", rateOf(way), bases)),
      ],
    };
  } finally {
    await level.close();
    await store.close();
  }
}

function at<Item>(list: readonly Item[], turn: number): Item {
  return there(list[turn % list.length]);
}

/** What is not there is read fast, but that is no result. */
function there<Entity>(entity: Entity | null | undefined): Entity {
  if (entity === null || entity === undefined) throw new Error("The store lacks something that is read");
  return entity;
}
