/** Makes a report: gathers it at the end of its period, proves that moment's state where it can, and signs. */

import type { Request } from "express";
import { type SignedReport, signReport } from "../../audit/document.js";
import { type Gathered, gather, type Period } from "../../audit/gather.js";
import { type Accesses, format, type Report, reportSchema, version } from "../../audit/report.js";
import { isLedgerScheme } from "../../identifiers/index.js";
import type { Question } from "../../proofs/index.js";
import type { NamespaceId, Thing } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import { askAs } from "../auth/context.js";
import { ResolverError } from "../errors.js";
import { type Asked, askedAt } from "../proofs/asked.js";
import { namespaceQuestion, sealedQuestion } from "../proofs/identifierQuestions.js";
import { ledgerIdentifier } from "../proofs/params.js";
import { grantQuestion, recordQuestion } from "../proofs/questions.js";
import { momentOf } from "../resolution/moment.js";
import type { Service } from "../service.js";
import { accessesOf, type FoundAccesses } from "./accesses.js";

export interface MadeReport {
  readonly report: Report;
  readonly signed: SignedReport;
}

/**
 * @param req Says who asks: what the access log has for that party goes into the report.
 * @param to Unix seconds; null for now.
 * @throws ResolverError RESOLVER_UNKNOWN_THING, RESOLVER_INVALID_QUERY, and those of a moment that is not there, or of credentials.
 */
export async function makeReport(
  service: Service,
  req: Request,
  thing: Thing,
  from: number,
  to: number | null,
): Promise<MadeReport> {
  const { body, asked, logged } = await gathered(service, req, thing, from, to);
  const { proof, unproven } = await proven(service, asked);
  const accesses = logged && { accesses: await anchoredBy(service, logged) };
  const report = reportSchema.parse({ ...body, ...accesses, proof, unproven });
  return { report, signed: await signReport(report, service.access.auditKey) };
}

interface GatheredReport {
  readonly body: Omit<Report, "proof" | "unproven" | "accesses">;
  /** null where nothing of the kind can be proven. */
  readonly asked: Asked | null;
  /** null where the access log has nothing for who asks. */
  readonly logged: { readonly found: FoundAccesses; readonly asked: Asked | null } | null;
}

async function gathered(
  service: Service,
  req: Request,
  thing: Thing,
  from: number,
  to: number | null,
): Promise<GatheredReport> {
  const { store, baseUrl } = service;
  const now = Math.floor(Date.now() / 1000);
  const end = Math.min(to ?? now, now);
  if (from > end) throw emptyPeriod();
  // A quiet chain's last block may be older than the end of the period.
  const last = store.read((view) => momentOf(view).checkpoint.time);
  const at = end < last ? ({ kind: "time", time: end } as const) : undefined;
  return await askAs(
    service,
    req,
    async ({ view, moment, store: whole, caller }) => {
      const { number, hash, time, finalized } = moment.checkpoint;
      const fingerprint = view.fingerprint();
      const period: Period = { from, to: end };
      const found = await gather({ store: whole, view, thing, period, block: number });
      if (found === null || fingerprint === null) throw unknown(thing);
      const { chainId, genesis, contracts } = fingerprint;
      const question = questionOf(view, thing, found);
      const accesses = await accessesOf(service, caller, thing, { period, asOf: moment.checkpoint });
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
          truncated: accesses?.truncated === true ? [...found.truncated, "accesses"] : found.truncated,
        },
        asked: question === null ? null : askedAt(view, moment, question),
        logged: accesses && {
          found: accesses,
          asked: accesses.question && askedAt(view, moment, accesses.question),
        },
      };
    },
    at,
  );
}

/** What the log has, with what shows that its checkpoint is on the ledger. */
async function anchoredBy(
  service: Service,
  { found, asked }: NonNullable<GatheredReport["logged"]>,
): Promise<Accesses> {
  if (asked === null)
    return {
      ...found.accesses,
      anchored: null,
      unanchored: "The ledger had no checkpoint over an entry by that block.",
    };
  const { proof, unproven } = await proven(service, asked);
  return { ...found.accesses, anchored: proof, unanchored: unproven };
}

/** null where its scheme is none that is known here. */
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
    case "sealed":
      return sealedQuestion(view, thing.id);
    case "batch":
      return { kind: "batch", batch: thing.id };
    case "namespace":
      return namespaceQuestionOf(view, thing.id);
  }
}

function namespaceQuestionOf(view: EntityView, id: NamespaceId): Question | null {
  const namespace = view.namespace(id);
  const scheme = namespace === null ? undefined : view.scheme(namespace.scheme)?.name;
  if (namespace === null || scheme === undefined) return null;
  return namespaceQuestion(scheme, namespace.prefix);
}

/** A report does not fail for want of a proof: it says why there is none. A contradiction is an error. */
async function proven({ prover }: Service, asked: Asked | null): Promise<Pick<Report, "proof" | "unproven">> {
  if (asked === null) return { proof: null, unproven: "The scheme is none that can be proven here." };
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
