/** Where a resolver keeps manifests: the files, and the index of what they list. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { ManifestFiles } from "./files.js";
import { MemberIndex } from "./members.js";

export interface ManifestFolder {
  readonly files: ManifestFiles;
  readonly index: MemberIndex;
  close(): Promise<void>;
}

/** The folder of the files within that of a resolver's manifests. */
export const listFolder = (location: string): string => join(location, "files");

/** @throws StoreError */
export async function openManifests(location: string, maxBytes: number): Promise<ManifestFolder> {
  await mkdir(location, { recursive: true });
  const files = await ManifestFiles.open(listFolder(location), maxBytes);
  const index = await MemberIndex.open(join(location, "members"));
  return { files, index, close: () => index.close() };
}
