import { stat } from "node:fs/promises";
import { isAbsence } from "../errors/absence.js";

/** Bytes of a file; null where there is none. */
export async function fileSize(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isAbsence(error)) return null;
    throw error;
  }
}
