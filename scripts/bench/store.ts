/** How fast the store answers, against the database beneath it. */
import { Level } from "level";
import { encodeKey, type Key } from "../../services/store/keys.js";
import { openStore } from "../../services/store/store.js";
import { namespaceId, recordId, schemeId } from "../../services/ledger/ids.js";
import { measure } from "./measure.js";
import { figure, type Section } from "./report.js";
import { enterprise, gs1Prefix, product, serialOf, twin } from "./world/entities.js";

/** Names looked up in turn: more than fit a processor's cache. */
const variety = 4_096;

/** @param keys keys of the records in the store. */
export async function benchStore(location: string, keys: readonly Key[]): Promise<Section> {
  const some = keys.slice(0, variety);
  const bytes = some.map(encodeKey);
  const gs1 = schemeId("gs1");
  const root = namespaceId(gs1, "");
  const namespace = namespaceId(gs1, gs1Prefix);
  const productRecord = recordId(namespace, product);
  const ids = Array.from({ length: Math.ceil(some.length / 2) }, (_, n) => recordId(namespace, serialOf(n)));
  const at = <Item>(list: readonly Item[], turn: number): Item => {
    const item = list[turn % list.length];
    if (item === undefined) throw new Error("The store is empty");
    return item;
  };

  const store = await openStore(location, { createIfMissing: false });
  // A second handle in this process, as the follower's thread has one.
  const level = new Level<Buffer, string>(location, { keyEncoding: "buffer", valueEncoding: "utf8" });
  await level.open({ createIfMissing: false, multithreading: true });
  const whole = {
    "read of one record": (turn: number) => store.read((view) => view.record(at(ids, turn))),
    "read of all that an answer needs": (turn: number) =>
      store.read((view) => [
        view.checkpoint(),
        view.fingerprint(),
        view.namespace(root),
        view.namespace(namespace),
        view.record(at(ids, turn)),
        view.record(productRecord),
        view.twin(twin.id),
        view.party(enterprise),
      ]),
  };
  const rates = measure([
    { name: "Level, getSync", run: (turn) => level.getSync(at(bytes, turn)) },
    { name: "Level, getSync and JSON.parse", run: (turn) => JSON.parse(level.getSync(at(bytes, turn)) ?? "") },
    ...Object.entries(whole).map(([name, run]) => ({ name, run })),
  ]);
  await level.close();
  await store.close();

  const raw = rates.get("Level, getSync") ?? Number.NaN;
  const parsed = rates.get("Level, getSync and JSON.parse") ?? Number.NaN;
  return {
    title: `Store: reads from one snapshot, ${keys.length.toLocaleString("en")} records`,
    note: "each read opens its own snapshot; the last one reads eight entities in it",
    figures: [...rates].map(([name, rate]) =>
      figure(name, "reads", rate, name.startsWith("Level") ? {} : { getSync: raw, "getSync + parse": parsed }),
    ),
  };
}
