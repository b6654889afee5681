/** `cadastre batch show`: a batch as the chain has it. */
import { rangeTitle } from "../../ledger/actions/batches.js";
import { LedgerError } from "../../ledger/errors.js";
import { readBatch } from "../../ledger/reads/batches.js";
import type { BatchId } from "../../store/model.js";
import type { Context } from "../context.js";
import { notFound } from "../errors.js";
import { type EventNamed, eventsOf } from "../ledger/events.js";
import { type LedgerSession, openLedger } from "../ledger/session.js";
import { batchReference } from "../names/asset.js";
import { type Fact, facts } from "../output/layout.js";

export async function showBatch(context: Context, text: string): Promise<void> {
  const session = await openLedger(context);
  const id = await batchReference(session, text);
  const state = await readBatch(session.provider, session.deployment, id);
  if (state === null) throw notFound(`There is no batch ${id}.`, "Check its id.");
  const issued = state.kind === "rule" ? await ruleFacts(session, id) : await merkleFacts(session, id);
  const revoked = await eventsOf(session, "batches", "MembersRevoked", [id]);
  const members = revoked.map(({ event }) => ({
    first: event.first.toString(),
    last: event.last.toString(),
    reason: event.reason,
  }));
  context.output.result(
    facts([
      ["batch", id],
      ["kind", state.kind],
      ["status", state.status],
      ["owner", state.owner],
      ...issued.facts,
      ...members.map(
        ({ first, last, reason }): Fact => ["revoked", `members ${first} to ${last}: ${reason}`],
      ),
    ]),
    { batch: id, ...state, ...issued.value, revokedMembers: members },
  );
}

interface Issued {
  readonly facts: readonly Fact[];
  readonly value: Readonly<Record<string, unknown>>;
}

async function ruleFacts(session: LedgerSession, id: BatchId): Promise<Issued> {
  const [placed] = await eventsOf(session, "batches", "RuleBatchIssued", [id]);
  if (placed === undefined) throw eventMissing(id);
  const range = rangeOf(placed.event);
  const count = placed.event.extent.last - placed.event.extent.first + 1n;
  return {
    facts: [
      ["identifiers", rangeTitle(range)],
      ["count", count.toLocaleString("en")],
      ["block", placed.block],
    ],
    value: { range, count: count.toString(), block: placed.block, transaction: placed.transaction },
  };
}

async function merkleFacts(session: LedgerSession, id: BatchId): Promise<Issued> {
  const [placed] = await eventsOf(session, "batches", "MerkleBatchIssued", [id]);
  if (placed === undefined) throw eventMissing(id);
  const { root, manifest, count, uri } = placed.event.list;
  return {
    facts: [
      ["manifest", manifest],
      ["at", uri],
      ["root", root],
      ["count", count.toLocaleString("en")],
      ["block", placed.block],
    ],
    value: {
      root,
      manifest,
      uri,
      count: count.toString(),
      block: placed.block,
      transaction: placed.transaction,
    },
  };
}

function rangeOf({ extent }: EventNamed<"RuleBatchIssued">) {
  const { scheme, stem, tail, width, first, last } = extent;
  const written = (number: bigint): string => number.toString().padStart(width, "0");
  return { scheme, stem, tail, first: written(first), last: written(last) };
}

function eventMissing(batch: BatchId): LedgerError {
  return new LedgerError("LEDGER_RPC_MALFORMED", `The node does not have the event that issued ${batch}.`, {
    hint: "It may have pruned its logs: use another one.",
    details: { batch },
  });
}
