/** Text that comes from elsewhere, made fit for a terminal. */
import { stripVTControlCharacters } from "node:util";

/** Text from the ledger, a file or somebody's answer must not steer the terminal. */
export function safe(text: string): string {
  return stripVTControlCharacters(text).replace(/[\p{Cc}\p{Bidi_Control}]/gu, "�");
}

/** The same of text that may have several lines. */
export const safeLines = (text: string): string => text.split("\n").map(safe).join("\n");
