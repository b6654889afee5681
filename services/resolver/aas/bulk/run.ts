/**
 * A bulk operation: all of it is planned and looked at before anything is sent. What the ledger takes then in several
 * transactions is not undone where one of them fails; sending the same again finishes it.
 */
import { typicalGas } from "../../../importers/run/writer.js";
import { askAtMoment } from "../../resolution/moment.js";
import type { Service } from "../../service.js";
import { publicSight } from "../../visibility/sight.js";
import type { LedgerWriter } from "../../writing/ledgerWriter.js";
import { indexed } from "../../writing/outcome.js";
import { carryOut, type Plan, standing } from "../write/plan.js";
import { conflict } from "../write/plannedRecord.js";
import type { RecordWriter } from "../write/recordWriter.js";
import type { Operation } from "./operations.js";
import { type BulkResult, brokeOff, type Fault, refused, refusedWhole, type Teller } from "./result.js";

/** An item and what it comes to. */
interface PlannedItem {
  readonly position: number;
  readonly id: string;
  readonly plan: Plan;
}

/** Never fails: what goes wrong is the result. */
export async function runBulk<Item>(
  service: Service,
  writer: LedgerWriter,
  operation: Operation<Item>,
  items: readonly Item[],
  teller: Teller,
): Promise<BulkResult> {
  try {
    const ids = items.map(operation.idOf);
    return await writer.turns.take(ids, async () => {
      // With it come the contracts' interfaces, which no reader needs.
      const { RecordWriter } = await import("../write/recordWriter.js");
      const records = new RecordWriter(writer, service.vault, ids);
      const planned = await planAll(service, writer, records, operation, items);
      if ("faults" in planned) return refused(teller, planned.faults);
      const faults = [...overlaps(planned.items), ...(await rehearse(writer, records, planned.items))];
      if (faults.length > 0) return refused(teller, faults);
      return await send(service, records, planned.items, teller);
    });
  } catch (error) {
    return refusedWhole(teller, error);
  }
}

async function planAll<Item>(
  service: Service,
  writer: LedgerWriter,
  records: RecordWriter,
  { idOf, plan }: Operation<Item>,
  items: readonly Item[],
): Promise<{ readonly items: readonly PlannedItem[] } | { readonly faults: readonly Fault[] }> {
  return askAtMoment(service.store, async (view, moment) => {
    const write = { sight: publicSight(service, view, moment), writer, records };
    return allOrFaults(
      items.map((item, position) => ({ position, id: idOf(item), item })),
      async ({ position, id, item }) => ({ position, id, plan: await plan(write, item) }),
    );
  });
}

/** Items that are looked at at once: each asks the node several questions. */
const together = 16;

/** What all give, or what is wrong with those that fail. */
async function allOrFaults<Item extends Pick<Fault, "position" | "id">, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<{ readonly items: readonly Result[] } | { readonly faults: readonly Fault[] }> {
  const faults: Fault[] = [];
  const results: Result[] = [];
  for (let at = 0; at < items.length; at += together) {
    const looks = items.slice(at, at + together).map(async (item) => {
      try {
        return { result: await work(item) };
      } catch (error) {
        return { fault: { position: item.position, id: item.id, error } };
      }
    });
    for (const look of await Promise.all(looks)) {
      if ("fault" in look) faults.push(look.fault);
      else results.push(look.result);
    }
  }
  return faults.length > 0 ? { faults } : { items: results };
}

/** Items that touch one thing: which of them counts would depend on the order, and together they have none. */
function overlaps(items: readonly PlannedItem[]): readonly Fault[] {
  const touched = new Map<string, number>();
  return items.flatMap(({ position, id, plan }) => {
    const first = touches(plan)
      .map((thing) => {
        const before = touched.get(thing);
        touched.set(thing, before ?? position);
        return before;
      })
      .find((before) => before !== undefined);
    if (first === undefined) return [];
    const message =
      first === position
        ? "It names one submodel twice."
        : `It is about an asset, an asset id or a submodel that item ${first + 1} is about, too: send one of them after the other.`;
    return [{ position, id, error: conflict(message) }];
  });
}

function touches({ twin, records, parts, unwanted }: Plan): readonly string[] {
  return [
    ...(twin === null ? [] : [`twin ${twin}`]),
    ...[...records, ...parts].map(({ place }) => `record ${place.id}`),
    ...unwanted.map((record) => `record ${record.id}`),
  ];
}

/**
 * Asks the node for the gas of each call, as far as it can know before others are made: what the ledger would refuse is
 * refused here, and so is what the account cannot pay for.
 */
async function rehearse(
  writer: LedgerWriter,
  records: RecordWriter,
  items: readonly PlannedItem[],
): Promise<readonly Fault[]> {
  const estimated = await allOrFaults(items, async ({ plan }) => {
    const gas = await Promise.all([
      ...[...plan.records, ...plan.parts].map((one) => records.estimate(one)),
      ...plan.unwanted.map((one) => records.estimateTakeDown(one)),
    ]);
    return gas.reduce((sum, one) => sum + one, plan.mint === null ? 0 : typicalGas.mint);
  });
  if ("faults" in estimated) return estimated.faults;
  const gas = estimated.items.reduce((sum, one) => sum + one, 0);
  if (gas > 0) await writer.sender.checkFunds(gas);
  return [];
}

async function send(
  { store }: Service,
  records: RecordWriter,
  items: readonly PlannedItem[],
  teller: Teller,
): Promise<BulkResult> {
  const fates = await carryOut(
    records,
    items.map(({ plan }) => plan),
  );
  // The ledger has it; an index that is that slow is told by /readyz.
  await indexed(store, records.block).catch(teller.log);
  if (fates.every(({ status }) => status === "fulfilled")) return { status: 204 };
  const outcomes = await Promise.all(
    items.map(async ({ position, id, plan }, index) => {
      const fate = fates[index];
      if (fate?.status === "fulfilled") return { position, id, broken: undefined };
      const found = await standing(records, plan).catch((raised: unknown) => {
        teller.log(raised);
        return null;
      });
      return { position, id, broken: { error: fate?.reason, standing: found } };
    }),
  );
  return brokeOff(teller, outcomes);
}
