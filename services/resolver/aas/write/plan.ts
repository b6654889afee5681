/**
 * What a write comes to, worked out before anything of it is sent: so one write, or many together, are refused whole or
 * fail by the chain alone.
 */
import type { ImportedTwin } from "../../../importers/row.js";
import type { RecordEntity, TwinId } from "../../../store/model.js";
import type { Sight } from "../../visibility/sight.js";
import type { LedgerWriter } from "../../writing/ledgerWriter.js";
import { aasIdentifierOf, type PlannedRecord, saysIt } from "./plannedRecord.js";
import type { RecordWriter } from "./recordWriter.js";

/** One write: where it looks, for whom and with what it writes. */
export interface Write {
  readonly sight: Sight;
  readonly writer: LedgerWriter;
  readonly records: RecordWriter;
}

export interface Plan {
  /** The twin whose shell it is; null for a submodel. */
  readonly twin: TwinId | null;
  /** The twin as it is minted first; null where it is there, or none is needed. */
  readonly mint: ImportedTwin | null;
  readonly records: readonly PlannedRecord[];
  /** Records that stand for the others. */
  readonly parts: readonly PlannedRecord[];
  /** Active records that are taken down at the end. */
  readonly unwanted: readonly RecordEntity[];
}

export const nothingToDo: Plan = { twin: null, mint: null, records: [], parts: [], unwanted: [] };

/** In their order: what a stage does stands on what the one before did. */
const stages: readonly ((writer: RecordWriter, plan: Plan) => Promise<unknown>)[] = [
  async (writer, { mint }) => mint !== null && writer.mint(mint),
  (writer, { records }) => Promise.all(records.map((one) => writer.write(one))),
  (writer, { parts }) => Promise.all(parts.map((one) => writer.write(one))),
  (writer, { unwanted }) => Promise.all(unwanted.map((one) => writer.takeDown(one))),
];

/**
 * Carries plans out together, stage by stage, so that what is registered goes into few transactions. One that fails does
 * not hold up the others.
 * @returns For each plan what became of it.
 */
export async function carryOut(
  writer: RecordWriter,
  plans: readonly Plan[],
): Promise<readonly PromiseSettledResult<unknown>[]> {
  writer.announce(plans.flatMap(({ mint }) => mint ?? []));
  let fates = plans.map((plan) => ({ plan, done: Promise.resolve<unknown>(undefined) }));
  for (const stage of stages) {
    fates = fates.map(({ plan, done }) => ({ plan, done: done.then(() => stage(writer, plan)) }));
    await Promise.allSettled(fates.map(({ done }) => done));
  }
  return Promise.allSettled(fates.map(({ done }) => done));
}

/** Carries one out. @throws What made it fail. */
export async function carryOutOne(writer: RecordWriter, plan: Plan): Promise<void> {
  for (const fate of await carryOut(writer, [plan])) if (fate.status === "rejected") throw fate.reason;
}

/** Whether nothing that is there has to be changed: the plan is carried out already, or broke off. */
export function onlyAdds({ records, parts, unwanted }: Plan): boolean {
  return (
    unwanted.length === 0 && [...records, ...parts].every((one) => one.place.state === null || saysIt(one))
  );
}

/** How much of a plan the ledger has now. */
export async function standing(
  writer: RecordWriter,
  { mint, records, parts, unwanted }: Plan,
): Promise<{ readonly done: number; readonly all: number }> {
  const looks = await Promise.all([
    ...(mint === null ? [] : [writer.isMinted(mint)]),
    ...[...records, ...parts].map((one) => writer.isWritten(one)),
    ...unwanted.map((one) => writer.isTakenDown(aasIdentifierOf(one))),
  ]);
  return { done: looks.filter(Boolean).length, all: looks.length };
}
