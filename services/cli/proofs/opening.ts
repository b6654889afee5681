/** What opens a blinded grant: who the grantee is, by what the commitment is made of. */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { unreadable } from "../../importers/digest.js";
import { addressSchema, hashSchema } from "../../ledger/hex.js";
import type { Question } from "../../proofs/index.js";
import { usage } from "../errors.js";

type GrantParts = Extract<Question, { kind: "grant" }>["parts"];

/** As `right grant --blinded` writes it for the grantee. */
const openingSchema = z.object({ party: addressSchema, salt: hashSchema });

/**
 * The parts of a grant with its grantee shown. That the commitment is made of it, the proof shows.
 * @throws CliError `CLI_USAGE`
 */
export async function openedBy(parts: GrantParts, file: string): Promise<GrantParts> {
  if (parts === null || parts.grantee.kind !== "blinded")
    throw usage("There is nothing to open: no blinded grant has that id.", "Leave --opening out.");
  const opening = openingSchema.safeParse(jsonIn(await textOf(file)));
  if (opening.success) return { ...parts, grantee: { ...parts.grantee, opening: opening.data } };
  throw usage(
    `"${file}" does not say who the grantee of a blinded grant is.`,
    "Give the file that the grantor wrote for the grantee (right grant --blinded).",
  );
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
