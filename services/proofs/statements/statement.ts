/** What is said of a proof: a stable code for programs, a sentence for people. */

export interface Statement {
  readonly code: StatementCode;
  readonly text: string;
}

export type StatementCode =
  | "RECORD_REGISTERED"
  | "RECORD_ABSENT"
  | "RECORD_OWNER"
  | "RECORD_STATUS"
  | "RECORD_FROZEN"
  | "RECORD_CONTENT"
  | "RECORD_CONTENT_DIGEST"
  | "NAMESPACE_ISSUED"
  | "NAMESPACE_ABOVE"
  | "AUTHORITY"
  | "AUTHORITY_NONE"
  | "RANGE"
  | "RANGE_NONE"
  | "PARTY_CONTROLLER"
  | "PARTY_DEACTIVATED"
  | "PARTY_REGISTERED"
  | "PARTY_UNREGISTERED"
  | "PARTY_FROZEN"
  | "BATCH"
  | "BATCH_ABSENT"
  | "MEMBER"
  | "MEMBER_NOT"
  | "MEMBER_STATUS"
  | "TWIN"
  | "TWIN_ABSENT"
  | "TWIN_OWNER"
  | "TWIN_CONTENT"
  | "TWIN_FROZEN"
  | "GRANT"
  | "GRANT_ABSENT"
  | "GRANT_STANDS"
  | "GRANT_ASSET"
  | "GRANT_ABOVE"
  | "FROZEN"
  | "NOT_FROZEN"
  | "FREEZE"
  /** Not proven, each. */
  | "OPEN_LATER"
  | "OPEN_FINALITY"
  | "OPEN_CODE"
  | "OPEN_CONTENT"
  | "OPEN_SUBJECT"
  | "OPEN_LISTS"
  | "OPEN_RIGHTS"
  | "OPEN_PROFILE"
  | "OPEN_CONTENT_BYTES"
  | "OPEN_GRANT_PARTS"
  | "OPEN_GRANTEE"
  | "OPEN_ASSET"
  | "OPEN_OFFICES";

export const statement = (code: StatementCode, text: string): Statement => ({ code, text });

/** Unix seconds. */
export const timeText = (seconds: number): string =>
  new Date(seconds * 1_000).toISOString().replace(".000Z", "Z");
