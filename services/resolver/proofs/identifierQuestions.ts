/** Questions of what identifiers stand for, of two of one thing, and of sealed ones. */
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { isLedgerScheme } from "../../identifiers/index.js";
import { bytesHex, type Hex, toHash } from "../../ledger/hex.js";
import { encodeLinkset } from "../../ledger/linkset.js";
import { subjectWords } from "../../ledger/subjectWords.js";
import { type Question, questionSchema } from "../../proofs/index.js";
import type { SealedId, SealedRecordEntity } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import { ResolverError } from "../errors.js";
import type { DisclosedContent } from "../visibility/sealed.js";
import { recordQuestion } from "./questions.js";

/** @throws ResolverError RESOLVER_UNKNOWN_THING where there is no record, or its content cannot be shown. */
export function bindingQuestion(view: EntityView, identifier: LedgerIdentifier): Question {
  const { content, ...named } = recordQuestion(view, identifier);
  if (content !== null) return { ...named, kind: "binding", content };
  throw new ResolverError(
    "RESOLVER_UNKNOWN_THING",
    "There is no record that says what the identifier stands for.",
    {
      hint: "/v1/proofs/identifier proves that there is none, or what its digest is.",
    },
  );
}

/** @throws ResolverError RESOLVER_INVALID_QUERY */
export function namespaceQuestion(scheme: string, prefix: string): Question {
  const parsed = questionSchema.safeParse({ kind: "namespace", scheme, prefix });
  if (parsed.success) return parsed.data;
  throw new ResolverError("RESOLVER_INVALID_QUERY", "There is no such namespace.", {
    hint: "Name a scheme of the ledger, and a prefix of at most 64 characters.",
    details: { parameter: "scheme" },
  });
}

export function equivalenceQuestion(
  view: EntityView,
  one: LedgerIdentifier,
  other: LedgerIdentifier,
): Question {
  return { kind: "equivalence", one: sideOf(view, one), other: sideOf(view, other) };
}

function sideOf(view: EntityView, identifier: LedgerIdentifier) {
  const { scheme, identifier: name, content } = recordQuestion(view, identifier);
  return { scheme, identifier: name, content };
}

/** What shows the holder of a secret which identifier a sealed record is of, and what it says. */
export interface Disclosed {
  readonly identifier: string;
  /** Of the seal. */
  readonly salt: Hex;
  readonly content: DisclosedContent | null;
}

/**
 * @param disclosed null for strangers: then nothing of the identifier is in it.
 * @throws ResolverError RESOLVER_UNKNOWN_SEALED_RECORD: without its public name there is nothing to ask.
 */
export function sealedQuestion(view: EntityView, id: SealedId, disclosed: Disclosed | null = null): Question {
  const record = view.sealedRecord(id);
  const issuer = record && issuerOf(view, record);
  if (record === null || issuer === null) {
    throw new ResolverError(
      "RESOLVER_UNKNOWN_SEALED_RECORD",
      `Nobody has registered the sealed record ${id}.`,
      {
        hint: "Check the id: it follows from the namespace and the seal.",
      },
    );
  }
  return {
    kind: "sealed",
    ...issuer,
    seal: record.seal,
    disclosure: disclosed && { identifier: disclosed.identifier, salt: toHash(disclosed.salt) },
    content: disclosed === null ? null : contentOf(disclosed),
  };
}

/** null where its namespace is of no scheme that is known here. */
function issuerOf(view: EntityView, { namespace }: SealedRecordEntity) {
  const issuer = view.namespace(namespace);
  const scheme = issuer && view.scheme(issuer.scheme)?.name;
  return issuer && scheme && isLedgerScheme(scheme) ? { scheme, prefix: issuer.prefix } : null;
}

function contentOf({ content: shown }: Disclosed) {
  if (shown === null) return null;
  const { subject, linkset } = shown.content;
  const { id } = subjectWords(subject);
  return {
    subjectKind: subject.kind,
    subject: toHash(id),
    linkset: bytesHex(encodeLinkset(linkset)),
    salt: toHash(shown.contentSalt),
  };
}
