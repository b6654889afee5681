/** Media types of the content files that twins commonly have, by the name's ending. */
import { extname } from "node:path";

/** AASX packages, as IDTA-01005 names them. */
export const packageMediaType = "application/asset-administration-shell-package";

const byExtension: Readonly<Record<string, string>> = {
  ".aasx": packageMediaType,
  ".json": "application/json",
  ".xml": "application/xml",
  ".pdf": "application/pdf",
  ".step": "model/step",
  ".stp": "model/step",
  ".csv": "text/csv",
  ".txt": "text/plain",
};

export function mediaTypeOf(path: string): string {
  return byExtension[extname(path).toLowerCase()] ?? "application/octet-stream";
}
