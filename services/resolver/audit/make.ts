/** Makes a report: gathers it at the end of its period, proves that moment's state where it can, and signs. */

import { type SignedReport, signReport } from "../../audit/document.js";
import { type Gathered, gather, type Period } from "../../audit/gather.js";
import { format, type Report, reportSchema, version } from "../../audit/report.js";
import { isLedgerScheme } from "../../identifiers/index.js";
import type { Question } from "../../proofs/index.js";
import type { Thing } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import { ResolverError } from "../errors.js";
import { type Asked, askedAt } from "../proofs/asked.js";
import { ledgerIdentifier } from "../proofs/params.js";
import { grantQuestion, recordQuestion } from "../proofs/questions.js";
import { askAtMoment, momentOf } from "../resolution/moment.js";
import type { Service } from "../service.js";

export interface MadeReport {
  readonly report: Report;
  readonly signed: SignedReport;
}

/**
 * @param to Unix seconds; null for now.
 * @throws ResolverError RESOLVER_UNKNOWN_THING, RESOLVER_INVALID_QUERY, and those of a moment that is not there.
 */
export async function makeReport(
  service: Service,
  thing: Thing,
  from: number,
  to: number | null,
): Promise<MadeReport> {
  const { body, asked } = await gathered(service, thing, from, to);
  const { proof, unproven } = await proven(service, asked);
  const report = reportSchema.parse({ ...body, proof, unproven });
  return { report, signed: await signReport(report, service.access.sessionKey) };
}

interface GatheredReport {
  readonly body: Omit<Report, "proof" | "unproven">;
  /** null where nothing of the kind can be proven. */
  readonly asked: Asked | null;
}

async function gathered(
  { store, baseUrl }: Service,
  thing: Thing,
  from: number,
  to: number | null,
): Promise<GatheredReport> {
  const now = Math.floor(Date.now() / 1000);
  const end = Math.min(to ?? now, now);
  if (from > end) throw emptyPeriod();
  // A quiet chain's last block may be older than the end of the period.
  const last = store.read((view) => momentOf(view).checkpoint.time);
  const at = end < last ? ({ kind: "time", time: end } as const) : undefined;
  return await askAtMoment(
    store,
    async (view, moment, whole) => {
      const { number, hash, time, finalized } = moment.checkpoint;
      const fingerprint = view.fingerprint();
      const period: Period = { from, to: end };
      const found = await gather({ store: whole, view, thing, period, block: number });
      if (found === null || fingerprint === null) throw unknown(thing);
      const { chainId, genesis, contracts } = fingerprint;
      const question = questionOf(view, thing, found);
      return {
        body: {
          format,
          version,
          issuer: baseUrl,
          made: now,
          ledger: { chainId, genesis, contracts },
          subject: { kind: thing.kind, id: thing.id },
          period,
          asOf: { number, hash, time, finality: number <= finalized ? "final" : "provisional" },
          ...found,
        },
        asked: question === null ? null : askedAt(view, moment, question),
      };
    },
    at,
  );
}

/** null where there is no proof of a thing's owner for its kind. */
function questionOf(view: EntityView, thing: Thing, { state }: Gathered): Question | null {
  switch (thing.kind) {
    case "record": {
      const record = view.record(thing.id);
      const scheme = record === null ? undefined : view.scheme(record.scheme)?.name;
      if (record === null || scheme === undefined || !isLedgerScheme(scheme)) return null;
      return recordQuestion(view, ledgerIdentifier(String(state.identifier), scheme));
    }
    case "twin":
      return { kind: "twin", twin: thing.id };
    case "party":
      return { kind: "party", party: thing.id };
    case "grant":
      return grantQuestion(view, thing.id);
    default:
      return null;
  }
}

/** A report does not fail for want of a proof: it says why there is none. A contradiction is an error. */
async function proven({ prover }: Service, asked: Asked | null): Promise<Pick<Report, "proof" | "unproven">> {
  if (asked === null) return { proof: null, unproven: "There are no proofs of things of this kind." };
  try {
    const { text } = await prover.prove(asked);
    return { proof: JSON.parse(text), unproven: null };
  } catch (error) {
    if (!(error instanceof ResolverError) || error.code === "RESOLVER_INDEX_REFUTED") throw error;
    return { proof: null, unproven: error.message };
  }
}

function unknown({ kind }: Thing): ResolverError {
  return new ResolverError("RESOLVER_UNKNOWN_THING", `There was no such ${kind} by the end of that period.`, {
    hint: "Check the id, and the period.",
  });
}

function emptyPeriod(): ResolverError {
  return new ResolverError("RESOLVER_INVALID_QUERY", "The period ends before it begins.", {
    hint: "`from` is a time up to `to`, and neither is in the future.",
    details: { parameter: "from" },
  });
}
