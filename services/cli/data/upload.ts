/** Sends a file to its provider, in place of what is there. */
import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { toDigest } from "../../ledger/hex.js";
import type { Digest } from "../../store/model.js";
import { usage } from "../errors.js";
import { askProvider, type ProviderQuestion, refusal } from "./provider.js";

/** A proof is of the whole body, so it is in memory whole. */
const maxBytes = 256 * 1024 * 1024;

export interface Upload {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly digest: Digest;
}

/** @throws CliError `CLI_USAGE` for a file that cannot be read, or is too large. */
export async function uploadOf(file: string): Promise<Upload> {
  const size = await stat(file).then(
    (found) => (found.isFile() ? found.size : null),
    () => null,
  );
  if (size === null) throw usage(`There is no file ${file}.`, "Name the file that is to be sent.");
  if (size > maxBytes)
    throw usage(
      `${file} has more than ${maxBytes} bytes.`,
      "Send it in parts, where the provider takes those.",
    );
  const bytes = new Uint8Array(await readFile(file));
  return { bytes, digest: toDigest(`0x${createHash("sha256").update(bytes).digest("hex")}`) };
}

/**
 * @returns The status of the provider's answer.
 * @throws CliError `CLI_PROVIDER_UNREACHABLE`, `CLI_PROVIDER_REFUSED`
 */
export async function upload(
  url: URL,
  { bytes }: Upload,
  headers: ProviderQuestion["headers"],
): Promise<number> {
  const response = await askProvider(url, { method: "PUT", headers, body: bytes });
  if (!response.ok) throw await refusal(url, response);
  await response.body?.cancel();
  return response.status;
}
