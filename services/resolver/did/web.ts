/**
 * `did:web` beneath this resolver's own address: parties, and the tokens that `did:ethr` cannot name. The documents say what
 * the ledger says; nobody else's host is ever asked.
 */
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { isFollowable } from "../../ledger/linkset.js";
import type { RecordEntity, RecordId, TwinId } from "../../store/model.js";
import { accountDid, type Hosted, hostedDid } from "../resolution/dids.js";
import { equivalentsOf } from "../resolution/equivalents.js";
import { identifierOf } from "../resolution/identifierOf.js";
import { type Level, levelsAbove, linkedRecords, linksOf, type ResolvedLink } from "../resolution/links.js";
import { located } from "../resolution/locate.js";
import { listedIdentifier } from "../resolution/members.js";
import { recordsLinked, resolve } from "../resolution/resolve.js";
import type { SealedResolution } from "../visibility/resolveAs.js";
import { settled, type Work } from "../waiting/work.js";
import { accountDocument } from "./account.js";
import { aliasesOf } from "./aliases.js";
import { type DocumentMetadata, dateTime, didContext, type Resolved, type Service } from "./document.js";
import { DidError } from "./errors.js";
import type { Question, VersionedQuestion } from "./question.js";

/** Records whose identifiers and links a twin's document names. */
const maxRecords = 100;

/** @throws DidError NOT_FOUND */
export function* hostedDocument(question: VersionedQuestion, hosted: Hosted): Work<Resolved> {
  const id = hostedDid(question.baseUrl, hosted);
  switch (hosted.kind) {
    case "party": {
      const registered = question.aside.party(hosted.id)?.registered ?? null;
      if (registered === null) throw notFound(id);
      // It has a document from its registration on; what its profile says is none of the document.
      question.trace.read({ since: registered.block, until: null });
      const account = { address: hosted.id, publicKey: null };
      const { document, context, metadata } = yield* accountDocument(question, account, id);
      const alsoKnownAs = [accountDid(question.moment.chainId, hosted.id)];
      return {
        context,
        document: document && { ...document, alsoKnownAs },
        metadata: { ...metadata, created: dateTime(registered.time) },
      };
    }
    case "twin":
      return yield* twinDocument(question, hosted.id, id);
    case "record":
      return (
        (yield* recordDocument(question, hosted.id, id)) ?? (yield* listedDocument(question, hosted.id, id))
      );
  }
}

function notFound(id: string): DidError {
  return new DidError(
    "NOT_FOUND",
    `The ledger has nothing that ${id} could stand for, as far as the index has read.`,
  );
}

function* twinDocument(question: Question, twinId: TwinId, id: string): Work<Resolved> {
  const { view, baseUrl, moment, disclosures } = question;
  const twin = view.twin(twinId);
  if (twin === null) throw notFound(id);
  const { version } = twin;
  const metadata = { created: dateTime(twin.minted.time) };
  if (twin.state === "withdrawn") return gone(metadata);
  const records = yield* settled(view.recordsOfSubject({ kind: "twin", id: twinId }, { limit: maxRecords }));
  // A record that was sold still stands for the twin that was not: only the owner's own word counts.
  const own = records.items
    .filter(({ owner }) => owner === twin.owner)
    .flatMap((record) => activeRecord(question, record));
  const see = yield* settled(disclosures.see(own.map(({ located }) => located.record)));
  const links = own.flatMap(({ identifier, located }) => linksOf(located, [], identifier, see));
  const service = [
    ...(isFollowable(version.uri) ? [serviceOf(id, "content", "TwinContent", version.uri)] : []),
    ...links.map((link, place) => linkService(id, link, place + 1)),
    serviceOf(id, "record", "CadastreTwin", `${baseUrl}/v1/twins/${twinId}`),
  ];
  // Records of one owner may be equivalents of each other.
  const alsoKnownAs = [...new Set(own.flatMap((one) => namesOf(question, one)))];
  const document = {
    id,
    ...(alsoKnownAs.length > 0 ? { alsoKnownAs } : {}),
    controller: accountDid(moment.chainId, twin.owner),
    service,
  };
  return { context: [didContext], document, metadata };
}

/** A record with its identifier, where it is in force. */
function activeRecord({ view, moment }: Question, record: RecordEntity): Level[] {
  const identifier = identifierOf(view, record);
  const found = identifier && located(view, identifier.scheme, record, moment.at);
  return identifier !== null && found?.status === "active" ? [{ identifier, located: found }] : [];
}

/** The document of a member of a list, which has the id that its record would have. */
function* listedDocument(question: Question, recordId: RecordId, id: string): Work<Resolved> {
  const identifier = listedIdentifier(question.view, question.lists, recordId);
  const document = identifier && (yield* memberDocument(question, identifier, id));
  if (document === null) throw notFound(id);
  return document;
}

/**
 * The document of an identifier that was issued in a batch and has no record of its own; null where it was not. It becomes that of the record,
 * under the same DID, once there is one.
 * @param id DID that the document is of.
 */
export function* memberDocument(
  question: Question,
  identifier: LedgerIdentifier,
  id: string,
): Work<Resolved | null> {
  const { view, baseUrl, moment, lists, disclosures } = question;
  const known = resolve(view, lists, identifier, moment.at);
  if (known.kind !== "member") return null;
  const see = yield* settled(disclosures.see(recordsLinked(view, known, moment.at)));
  const found = resolve(view, lists, identifier, moment.at, see);
  if (found.kind !== "member") return null;
  const { batch, status } = found.member;
  const metadata = { created: dateTime(batch.issued.time) };
  if (status === "revoked") return gone(metadata);
  const aliases = status === "active" ? aliasesOf(identifier, baseUrl) : [];
  const document = {
    id,
    ...(aliases.length > 0 ? { alsoKnownAs: aliases } : {}),
    controller: accountDid(moment.chainId, batch.owner),
    service: servicesOf(question, identifier, id, found.links),
  };
  return { context: [didContext], document, metadata };
}

function servicesOf(
  { baseUrl }: Question,
  { canonical, scheme }: LedgerIdentifier,
  id: string,
  links: readonly ResolvedLink[],
): readonly Service[] {
  const address = `${baseUrl}/v1/resolve?id=${encodeURIComponent(canonical)}&scheme=${scheme}`;
  return [
    ...links.map((link, place) => linkService(id, link, place + 1)),
    serviceOf(id, "record", "CadastreRecord", address),
  ];
}

/**
 * @param id DID that the document is of.
 * @returns null where there is no such record.
 */
export function* recordDocument(
  question: VersionedQuestion,
  recordId: RecordId,
  id: string,
): Work<Resolved | null> {
  const { view, moment, disclosures } = question;
  const record = view.recordOnce(recordId);
  const identifier = record && identifierOf(view, record);
  if (record === null || identifier === null) return null;
  // Most documents are as they are since their record is.
  question.trace.dates(record.updated);
  const metadata = { created: dateTime(record.registered.time) };
  if (record.status === "retired") return gone(metadata);
  const found = located(view, identifier.scheme, record, moment.at);
  const active = found?.status === "active" ? found : null;
  // Services are what the controller says: an equivalent's owner was not asked to.
  const above = active === null ? [] : levelsAbove(view, identifier, moment.at);
  const see = yield* settled(disclosures.see(linkedRecords(active, above)));
  const service = servicesOf(question, identifier, id, linksOf(active, above, identifier, see));
  const alsoKnownAs = active === null ? [] : namesOf(question, { identifier, located: active });
  const document = {
    id,
    ...(alsoKnownAs.length > 0 ? { alsoKnownAs } : {}),
    controller: accountDid(moment.chainId, record.owner),
    service,
  };
  return { context: [didContext], document, metadata };
}

/** URIs of an identifier and of its equivalents. */
function namesOf({ view, moment, baseUrl }: Question, { identifier, located }: Level): readonly string[] {
  const equivalents = equivalentsOf(view, located, moment.at);
  return [
    ...aliasesOf(identifier, baseUrl),
    ...equivalents.flatMap((one) => aliasesOf(one.identifier, baseUrl)),
  ];
}

/** What was ended for ever is a DID that was deactivated. */
function gone(metadata: DocumentMetadata): Resolved {
  return { context: [didContext], document: null, metadata: { deactivated: true, ...metadata } };
}

/**
 * The document of a sealed record, for a caller who may know of which identifier it is.
 * @param id DID that the document is of.
 */
export function sealedDocument(
  { moment, baseUrl }: Question,
  { record, status, links }: SealedResolution,
  id: string,
): Resolved {
  const metadata = { created: dateTime(record.registered.time) };
  if (status === "retired") return gone(metadata);
  const service = [
    ...links.map((link, place) => linkService(id, link, place + 1)),
    serviceOf(id, "record", "CadastreSealedRecord", `${baseUrl}/v1/sealed/${record.id}`),
  ];
  const document = { id, controller: accountDid(moment.chainId, record.owner), service };
  return { context: [didContext], document, metadata };
}

function linkService(id: string, { rel, target }: ResolvedLink, number: number): Service {
  return serviceOf(id, `link-${number}`, rel, target.href);
}

function serviceOf(id: string, name: string, type: string, serviceEndpoint: string): Service {
  return { id: `${id}#${name}`, type, serviceEndpoint };
}
