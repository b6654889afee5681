/** What keys are made of: fields of fixed width, in hex, and the codes of kinds. */

import { hash } from "node:crypto";
import type { Key } from "./key.js";

export const addressWidth = 40;
export const wordWidth = 64;
export const kindWidth = 2;
export const officeWidth = 8;
export const versionWidth = 8;
export const epochWidth = 8;
export const ordinalWidth = 8;
export const blockWidth = 12;
const bigWidth = 16;
export const dayWidth = 8;
export const logWidth = 8;

export function make(family: string, ...fields: readonly string[]): Key {
  let key = family;
  for (const field of fields) key += field;
  return key as Key;
}

export const bare = (hex: string): string => hex.slice(2);
export const digestOf = (text: string): string => hash("sha256", text, "hex");

export function number(value: number, width: number): string {
  const digits = value.toString(16);
  if (!Number.isSafeInteger(value) || value < 0 || digits.length > width) {
    throw new RangeError(`${value} does not fit a key's number`);
  }
  return digits.padStart(width, "0");
}

export const big = (value: bigint): string => value.toString(16).padStart(bigWidth, "0");

export const kinds = {
  twin: "01",
  party: "02",
  record: "03",
  namespace: "04",
  grant: "05",
  batch: "06",
  sealed: "07",
} as const;
export const thingKinds = ["twin", "party", "record", "namespace", "grant", "batch", "sealed"] as const;
export const twinKindCodes = { type: "01", instance: "02" } as const;
export const twinUses = { derive: "00", compose: "01" } as const;
export const granteeCodes = { party: "01", group: "02", blinded: "03" } as const;
export const relationCodes = { membership: "01", twin: "02", agent: "03" } as const;
export const relationKindWidth = 2;
