/**
 * The only place that turns text into the ids of the model, after having checked it.
 */
import type {
  Address,
  AttestationId,
  BatchId,
  GrantId,
  GroupId,
  Hash,
  NamespaceId,
  ProposalId,
  QuotaId,
  RecordId,
  SchemeId,
  SealedId,
  StatementKindId,
  TermsId,
  TwinId,
} from "./model.js";

const word = /^0x[0-9a-f]{64}$/;
const account = /^0x[0-9a-f]{40}$/;

/** The 32-byte ids of the model. */
type Word =
  | AttestationId
  | BatchId
  | GrantId
  | GroupId
  | Hash
  | NamespaceId
  | ProposalId
  | QuotaId
  | RecordId
  | SchemeId
  | SealedId
  | StatementKindId
  | TermsId
  | TwinId;

function checked<Id extends Word | Address>(text: string, form: RegExp): Id {
  // As most come: those are not made anew.
  if (form.test(text)) return text as Id;
  const lower = text.toLowerCase();
  if (!form.test(lower)) throw new TypeError(`Not a hex string of the right length: ${text.slice(0, 80)}`);
  return lower as Id;
}

export const toAddress = (text: string): Address => checked(text, account);
export const toSchemeId = (text: string): SchemeId => checked(text, word);
export const toNamespaceId = (text: string): NamespaceId => checked(text, word);
export const toRecordId = (text: string): RecordId => checked(text, word);
export const toSealedId = (text: string): SealedId => checked(text, word);
export const toBatchId = (text: string): BatchId => checked(text, word);
export const toTwinId = (text: string): TwinId => checked(text, word);
export const toAttestationId = (text: string): AttestationId => checked(text, word);
export const toStatementKindId = (text: string): StatementKindId => checked(text, word);
export const toGrantId = (text: string): GrantId => checked(text, word);
export const toGroupId = (text: string): GroupId => checked(text, word);
export const toProposalId = (text: string): ProposalId => checked(text, word);
export const toQuotaId = (text: string): QuotaId => checked(text, word);
export const toHash = (text: string): Hash => checked(text, word);
