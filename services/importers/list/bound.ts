/** Lists that are too large for whom they would be brought to: told before a batch is issued, whose list would then resolve nowhere. */
import { stat } from "node:fs/promises";
import { unreadable } from "../digest.js";
import { ImportError } from "../errors.js";

/**
 * @param most Bytes of the largest list that is kept there.
 * @throws ImportError `IMPORT_LIST_TOO_LARGE`, `IMPORT_FILE_UNREADABLE`
 */
export async function checkListSize(file: string, most: number): Promise<void> {
  const { size } = await stat(file).catch((cause: unknown) => {
    throw unreadable(file, cause);
  });
  if (size <= most) return;
  throw new ImportError(
    "IMPORT_LIST_TOO_LARGE",
    `The list has ${size} bytes; the resolver that it is for keeps ${most}. Nothing was sent.`,
    {
      hint: "Register it in several parts, have the resolver's operator raise CADASTRE_MAX_MANIFEST_BYTES, or issue it all the same: --no-publish",
      details: { size, most },
    },
  );
}
