/** Where a registration keeps what it worked out and sent: the same for the same file, ledger, party and way, and for nothing else. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Deployment } from "../../ledger/deployment/deployment.js";
import { type LockAttempt, tryLock, tryLockIn } from "../../ledger/processLock.js";
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

/** What its lock lies in. */
export const heldFolder = (folder: string): string => join(folder, "held");

/**
 * Keeps others from working in the folder. What a process left that was killed is taken over.
 * @returns What gives it back.
 * @throws ImportError `IMPORT_UNDER_WAY`; StoreError where the folder cannot be written.
 */
export async function claimFolder(folder: string): Promise<() => Promise<void>> {
  return claimed(await tryLock(heldFolder(folder)));
}

/** The same of a folder that somebody may throw away meanwhile: null where it is gone, and it is not made anew then. */
export async function claimLeftFolder(folder: string): Promise<(() => Promise<void>) | null> {
  const lock = await tryLockIn(heldFolder(folder));
  return lock === null ? null : claimed(lock);
}

function claimed(lock: LockAttempt): () => Promise<void> {
  if (!lock.isHeld) throw underWay(lock.holder);
  return lock.release;
}

function underWay(holder: string): ImportError {
  return new ImportError("IMPORT_UNDER_WAY", `This file is being registered already, by ${holder}.`, {
    hint: "Wait until it ends; to run it again after that does no harm.",
    details: { holder },
  });
}
