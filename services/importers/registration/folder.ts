/** Where a registration keeps what it worked out and sent: the same for the same file, ledger, party and way, and for nothing else. */
import { createHash } from "node:crypto";
import { mkdir, open, readFile, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { Deployment } from "../../ledger/deployment/deployment.js";
import type { Address, Linkset } from "../../store/model.js";
import { sha256OfFile } from "../digest.js";
import { ImportError } from "../errors.js";
import type { OpenImportOptions } from "../openImport.js";
import type { RegistrationWay } from "./ways.js";

export interface RegistrationName {
  readonly file: string;
  readonly reading: OpenImportOptions;
  readonly way: RegistrationWay;
  readonly links: Linkset;
  readonly deployment: Deployment;
  readonly party: Address;
}

/** @param parent Folder of all registrations. @throws ImportError `IMPORT_FILE_UNREADABLE` */
export async function registrationFolder(
  parent: string,
  { file, reading, way, links, deployment, party }: RegistrationName,
): Promise<string> {
  const { chainId, genesis, contracts } = deployment;
  const parts = [
    await sha256OfFile(file),
    reading,
    way,
    links,
    chainId,
    genesis,
    contracts.identifiers,
    party,
  ];
  const name = createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
  return join(parent, name);
}

export const journalFile = (folder: string): string => join(folder, "transactions.ndjson");

/**
 * Keeps others from working in the folder. What a process left that was killed is taken over.
 * @returns What gives it back.
 * @throws ImportError `IMPORT_UNDER_WAY`
 */
export async function claimFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, "owner");
  for (;;) {
    try {
      const handle = await open(file, "wx");
      await handle.writeFile(String(process.pid));
      await handle.close();
      return () => unlink(file).catch(() => undefined);
    } catch (error) {
      if (!(error instanceof Error) || !("code" in error) || error.code !== "EEXIST") throw error;
      const owner = Number(await readFile(file, "utf8").catch(() => ""));
      if (isRunning(owner)) throw underWay(owner);
      await unlink(file).catch(() => undefined);
    }
  }
}

function isRunning(owner: number): boolean {
  if (!Number.isInteger(owner) || owner <= 0 || owner === process.pid) return false;
  try {
    process.kill(owner, 0);
    return true;
  } catch {
    return false;
  }
}

function underWay(owner: number): ImportError {
  return new ImportError("IMPORT_UNDER_WAY", `Process ${owner} registers this file already.`, {
    hint: "Wait until it ends; to run it again after that does no harm.",
    details: { process: owner },
  });
}
