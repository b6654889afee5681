/**
 * Versions of DID documents. A document is as it is since the last change of anything that it is made of: the number of
 * that block is its version (as `did:ethr` has it), and the next such change begins the next one.
 */
import type { Request } from "express";
import { unnoted } from "../../store/lasting.js";
import { Trace } from "../../store/trace.js";
import type { Eventually, StoreView } from "../../store/view.js";
import { anonymous, type Caller } from "../auth/caller.js";
import { callerOf } from "../auth/callers.js";
import { isAnonymous } from "../auth/context.js";
import { ResolverError } from "../errors.js";
import { requestOf } from "../http/request.js";
import type { At } from "../resolution/at.js";
import { type Moment, momentAt, momentOf } from "../resolution/moment.js";
import type { Service } from "../service.js";
import { type Seeing, sightOf } from "../visibility/sight.js";
import { done, settled, type Work } from "../waiting/work.js";
import { type DocumentMetadata, dateTime, type Resolved } from "./document.js";
import { DidError } from "./errors.js";
import type { VersionedQuestion } from "./question.js";

export interface VersionOptions {
  /** A block, whose version is asked for: that which began with it, or was in force then. */
  readonly versionId?: string;
  /** The time whose version is asked for, Unix seconds. */
  readonly versionTime?: number;
}

/** Of which document a request asks, and what is answered with it. */
export interface Asking<Answer> {
  readonly version: VersionOptions;
  readonly ask: (question: VersionedQuestion) => Work<Resolved>;
  readonly answer: (resolved: Resolved, moment: Moment, caller: Caller) => Answer;
}

/**
 * Asks for a document as it is, or as it was: at once, where nothing has to be waited for.
 * @throws DidError NOT_FOUND where there is no such moment; what `ask` throws; ResolverError as `callerOf`.
 */
export function askForVersion<Answer>(
  service: Seeing & Pick<Service, "manifests">,
  req: Request,
  asking: Asking<Answer>,
): Eventually<Answer> {
  return service.store.readEventually((store) => done(askOf(store, service, req, asking)));
}

function* askOf<Answer>(
  store: StoreView,
  service: Seeing & Pick<Service, "manifests">,
  req: Request,
  { version, ask, answer }: Asking<Answer>,
): Work<Answer> {
  const moment = momentFor(store, version);
  const caller = isAnonymous(req)
    ? anonymous
    : yield* settled(callerOf(service, req, store, momentOf(store)));
  // It only says where to look: a later block in which nothing of that has changed has the same document.
  const { number } = unnoted(() => moment.checkpoint);
  const trace = new Trace();
  const aside = store.at(number);
  const requestId = requestOf(req).id;
  const lists = service.manifests?.index;
  // What a caller may see changes no version: a document is of what the ledger says.
  const { baseUrl, disclosures } = sightOf(service, { view: aside, moment, store, caller, requestId });
  const view = store.at(number, trace);
  const question = { view, aside, trace, moment, lists, baseUrl, disclosures };
  const { metadata, ...resolved } = yield* ask(question);
  return answer({ ...resolved, metadata: { ...metadata, ...versionOf(store, trace) } }, moment, caller);
}

function versionOf(view: StoreView, trace: Trace): DocumentMetadata {
  const { last, next } = trace;
  return {
    ...(last === null ? {} : { versionId: String(last), updated: timeOf(view, trace, last) }),
    ...(next === null ? {} : { nextVersionId: String(next), nextUpdate: timeOf(view, trace, next) }),
  };
}

function timeOf(view: StoreView, trace: Trace, number: number): string {
  const time = trace.timeOf(number) ?? view.block(number)?.time;
  if (time !== undefined) return dateTime(time);
  throw new ResolverError(
    "RESOLVER_INTERNAL",
    `The index does not know block ${number}, in which it noted a change.`,
  );
}

function momentFor(view: StoreView, { versionId, versionTime }: VersionOptions): Moment {
  const present = momentOf(view);
  if (versionId !== undefined) {
    const number = /^(?:0|[1-9][0-9]{0,14})$/.test(versionId) ? Number(versionId) : Number.NaN;
    if (!(number <= present.checkpoint.number)) throw noSuchVersion();
    return versionAt(view, { kind: "number", number });
  }
  if (versionTime === undefined) return present;
  if (versionTime > present.at) throw noSuchVersion();
  // Since the last block nothing changed that the index knows of, but time went on.
  const { checkpoint, chainId, past } = present;
  if (versionTime > checkpoint.time) return { checkpoint, chainId, past, at: versionTime };
  return versionAt(view, { kind: "time", time: versionTime });
}

function versionAt(view: StoreView, at: At): Moment {
  try {
    return momentAt(view, at);
  } catch (error) {
    if (error instanceof ResolverError && error.code === "RESOLVER_MOMENT_BEFORE_LEDGER") {
      throw noSuchVersion(error);
    }
    throw error;
  }
}

function noSuchVersion(cause?: unknown): DidError {
  return new DidError(
    "NOT_FOUND",
    "There is no such version: a versionId is the number of a block, a versionTime a time, from the ledger's first block up to " +
      "what the index has read.",
    cause,
  );
}
