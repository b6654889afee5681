import { stat } from "node:fs/promises";

/** Bytes of a file; null where there is none. */
export async function fileSize(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isAbsence(error)) return null;
    throw error;
  }
}

/** Whether what failed did so because there is no such file. */
export const isAbsence = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOENT";
