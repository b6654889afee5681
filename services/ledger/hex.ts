/**
 * Hex strings with meaning: the one place where a checked string gets its brand.
 *
 * Addresses, ids and hashes are lower-case `0x` hex everywhere inside Cadastre.
 */
import { z } from "zod";
import type {
  Address,
  AttestationId,
  BatchId,
  Digest,
  GrantId,
  GroupId,
  Hash,
  NamespaceId,
  ProposalId,
  QuotaId,
  RecordId,
  SchemeId,
  Seal,
  SealedId,
  StatementKindId,
  TermsId,
  TwinId,
} from "../store/model.js";
import { LedgerError } from "./errors.js";

/** Bytes as lower-case hex with `0x` in front. */
export type Hex = `0x${string}`;

const bytesForm = /^0x(?:[0-9a-f]{2})*$/;
const wordForm = /^0x[0-9a-f]{64}$/;
const addressForm = /^0x[0-9a-f]{40}$/;

function checked<Branded extends Hex>(text: string, form: RegExp, what: string): Branded {
  // As most come: those are not made anew.
  if (form.test(text)) return text as Branded;
  const lower = text.toLowerCase();
  if (!form.test(lower)) {
    throw new LedgerError("LEDGER_MALFORMED_HEX", `"${text.slice(0, 80)}" is not ${what}.`, {
      hint: "Give it as hexadecimal digits with 0x in front.",
    });
  }
  return lower as Branded;
}

/** Whether something is an address, or a hash, in lower case already, as nodes give them: nothing is made of it anew. */
export const isAddress = (given: unknown): given is Address =>
  typeof given === "string" && addressForm.test(given);
export const isHash = (given: unknown): given is Hash => typeof given === "string" && wordForm.test(given);

/** Any bytes. Like all of these: takes either case, throws `LEDGER_MALFORMED_HEX` on anything else. */
export const toHex = (text: string): Hex => checked(text, bytesForm, "a hexadecimal byte string");
export const toAddress = (text: string): Address => checked(text, addressForm, "an address (20 bytes)");
export const toHash = (text: string): Hash => checked(text, wordForm, "a hash (32 bytes)");
export const toDigest = (text: string): Digest => checked(text, wordForm, "a digest (32 bytes)");
export const toSchemeId = (text: string): SchemeId => checked(text, wordForm, "a scheme id (32 bytes)");
export const toNamespaceId = (text: string): NamespaceId =>
  checked(text, wordForm, "a namespace id (32 bytes)");
export const toRecordId = (text: string): RecordId => checked(text, wordForm, "a record id (32 bytes)");
export const toBatchId = (text: string): BatchId => checked(text, wordForm, "a batch id (32 bytes)");
export const toSeal = (text: string): Seal => checked(text, wordForm, "a seal (32 bytes)");
export const toSealedId = (text: string): SealedId =>
  checked(text, wordForm, "the id of a sealed record (32 bytes)");
export const toTwinId = (text: string): TwinId => checked(text, wordForm, "a twin id (32 bytes)");
export const toAttestationId = (text: string): AttestationId =>
  checked(text, wordForm, "an attestation id (32 bytes)");
export const toStatementKindId = (text: string): StatementKindId =>
  checked(text, wordForm, "the id of a kind of statement (32 bytes)");
export const toGrantId = (text: string): GrantId => checked(text, wordForm, "a grant id (32 bytes)");
export const toTermsId = (text: string): TermsId => checked(text, wordForm, "an id of terms (32 bytes)");
export const toGroupId = (text: string): GroupId => checked(text, wordForm, "a group id (32 bytes)");
export const toProposalId = (text: string): ProposalId => checked(text, wordForm, "a proposal id (32 bytes)");
export const toQuotaId = (text: string): QuotaId => checked(text, wordForm, "a quota id (32 bytes)");

/** An unsigned number as a word of 32 bytes. */
export const uintWord = (value: bigint): Hex => `0x${value.toString(16).padStart(64, "0")}`;

/** An ERC-721 token id as the 32-byte id that it is: records, twins and namespaces are their own tokens. */
export const tokenWord = (tokenId: bigint): Hex => uintWord(tokenId);

/** Value of a digit by its code, of either case. */
const digit = (code: number): number => (code & 0xf) + (code > 0x40 ? 9 : 0);

function bytesByHand(hex: Hex): Uint8Array {
  const bytes = new Uint8Array((hex.length - 2) >> 1);
  for (let at = 0, from = 2; at < bytes.length; at += 1, from += 2)
    bytes[at] = (digit(hex.charCodeAt(from)) << 4) | digit(hex.charCodeAt(from + 1));
  return bytes;
}

/** The bytes that a hex string spells. Node's own way is the faster the longer it is; proofs are verified in browsers too. */
export const hexBytes: (hex: Hex) => Uint8Array =
  typeof Buffer === "undefined" ? bytesByHand : (hex) => Buffer.from(hex.slice(2), "hex");

const byteTexts = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Bytes as hex. */
export function bytesHex(bytes: Uint8Array): Hex {
  let digits = "";
  for (const byte of bytes) digits += byteTexts[byte];
  return `0x${digits}`;
}

/** 32 zero bytes. */
export const zeroWord: Hex = `0x${"0".repeat(64)}`;
/** The zero address. */
export const zeroAddress: Address = toAddress(`0x${"0".repeat(40)}`);

/** Parsers for what comes from outside. */
export const addressSchema = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, "not an address")
  .transform(toAddress);
export const hashSchema = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/, "not a 32-byte hash")
  .transform(toHash);
export const bytesSchema = z
  .string()
  .regex(/^0x(?:[0-9a-fA-F]{2})*$/, "not hexadecimal bytes")
  .transform(toHex);
/** A JSON-RPC quantity that has to fit a safe integer (block number, time, nonce, gas). */
export const quantitySchema = z
  .string()
  .regex(/^0x[0-9a-fA-F]{1,13}$/, "not a quantity")
  .transform((text) => Number.parseInt(text, 16));
/** A JSON-RPC quantity of any size (fees, balances). */
export const bigQuantitySchema = z
  .string()
  .regex(/^0x[0-9a-fA-F]{1,64}$/, "not a quantity")
  .transform((text) => BigInt(text));
