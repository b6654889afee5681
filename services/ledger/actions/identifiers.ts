/** Calls of the identifier registry. */
import type { Address, Subject } from "../../store/model.js";
import { interfaces } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { schemeId } from "../ids.js";
import { subjectWords } from "../subjectWords.js";
import { type Call, makeCall } from "./call.js";

/** A record by its names. */
export interface RecordName {
  /** Name of the scheme, such as `gs1`. */
  readonly scheme: string;
  /** Canonical identifier. */
  readonly identifier: string;
}

/** What a record says. */
export interface RecordContent {
  readonly subject: Subject;
  /** See `encodeLinkset`. */
  readonly linkset: Uint8Array;
}

export const nameWords = ({ scheme, identifier }: RecordName) => ({ scheme: schemeId(scheme), identifier });

export const contentWords = ({ subject, linkset }: RecordContent) => {
  const { kind, id } = subjectWords(subject);
  return { subjectKind: kind, subject: id, linkset };
};

export const recordTitle = ({ scheme, identifier }: RecordName): string => `${scheme} ${identifier}`;

/**
 * Registers an identifier for the party `owner`; the controller of the holder of its namespace has to send it: of the
 * longest prefix of the identifier that is delegated.
 */
export function registerIdentifier(
  deployment: Deployment,
  name: RecordName,
  /** Bytes of that namespace's prefix within the identifier. */
  prefixLength: number,
  content: RecordContent,
  owner: Address,
): Call {
  return makeCall(deployment.contracts.identifiers, `register ${recordTitle(name)} for ${owner}`, () =>
    interfaces.identifiers.encodeFunctionData("register", [
      nameWords(name),
      prefixLength,
      contentWords(content),
      owner,
    ]),
  );
}

/** One of many records that are registered together. */
export interface RecordEntry {
  /** Canonical identifier. */
  readonly identifier: string;
  readonly content: RecordContent;
}

/** Most records that one call registers. */
export const maxMany = 300;

/**
 * Registers identifiers of one namespace for the party `owner`, all or none; the controller of the holder of that namespace
 * has to send it.
 */
export function registerMany(
  deployment: Deployment,
  scheme: string,
  /** Bytes of that namespace's prefix within the identifiers. */
  prefixLength: number,
  entries: readonly RecordEntry[],
  owner: Address,
  /** Whether they shall never change hands. */
  locked: boolean,
): Call {
  const what = `register ${entries.length} identifiers of ${scheme} for ${owner}`;
  return makeCall(deployment.contracts.identifiers, what, () =>
    interfaces.identifiers.encodeFunctionData("registerMany", [
      schemeId(scheme),
      prefixLength,
      entries.map(({ identifier, content }) => ({ identifier, content: contentWords(content) })),
      owner,
      locked,
    ]),
  );
}

/** Replaces subject and links; like those below, the controller of the record's owner has to send it. */
export function updateContent(deployment: Deployment, name: RecordName, content: RecordContent): Call {
  return makeCall(deployment.contracts.identifiers, `update what ${recordTitle(name)} says`, () =>
    interfaces.identifiers.encodeFunctionData("updateContent", [nameWords(name), contentWords(content)]),
  );
}

export function suspendRecord(deployment: Deployment, name: RecordName, reason: string): Call {
  return makeCall(deployment.contracts.identifiers, `suspend ${recordTitle(name)}`, () =>
    interfaces.identifiers.encodeFunctionData("suspend", [nameWords(name), reason]),
  );
}

export function resumeRecord(deployment: Deployment, name: RecordName, reason: string): Call {
  return makeCall(deployment.contracts.identifiers, `resume ${recordTitle(name)}`, () =>
    interfaces.identifiers.encodeFunctionData("resume", [nameWords(name), reason]),
  );
}

/** Ends a record for ever. */
export function retireRecord(deployment: Deployment, name: RecordName, reason: string): Call {
  return makeCall(deployment.contracts.identifiers, `retire ${recordTitle(name)} for ever`, () =>
    interfaces.identifiers.encodeFunctionData("retire", [nameWords(name), reason]),
  );
}
