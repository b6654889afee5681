/**
 * A deployment: where on which chain the ledger's contracts are. Recorded in one JSON file a chain, named by chain id and
 * genesis hash, so that two chains with the same id (two runs of a devnet) never share a record.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { isAbsence } from "../../errors/absence.js";
import type { Hash } from "../../store/model.js";
import { LedgerError } from "../errors.js";
import { type Deployment, deploymentSchema } from "./schema.js";

export { type ContractName, contractNames, type Deployment, deploymentSchema } from "./schema.js";

/** `<chainId>-<first 10 hex digits of the genesis hash>.json`. */
export function deploymentFileName(chainId: number, genesis: Hash): string {
  return `${chainId}-${genesis.slice(2, 12)}.json`;
}

/**
 * Reads a deployment file.
 * @throws LedgerError `LEDGER_DEPLOYMENT_NOT_FOUND`, `LEDGER_DEPLOYMENT_INVALID`.
 */
export async function loadDeployment(file: string): Promise<Deployment> {
  const deployment = await readDeployment(file);
  if (deployment === null) {
    throw new LedgerError("LEDGER_DEPLOYMENT_NOT_FOUND", `There is no deployment file ${file}.`, {
      hint: "Deploy the ledger to this chain first, or point the configuration at the right file.",
      details: { file },
    });
  }
  return deployment;
}

/** The deployment recorded in `dir` for a chain, null where none is. */
export function findDeployment(dir: string, chainId: number, genesis: Hash): Promise<Deployment | null> {
  return readDeployment(join(dir, deploymentFileName(chainId, genesis)));
}

async function readDeployment(file: string): Promise<Deployment | null> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    if (isAbsence(cause)) return null;
    throw invalid(file, "it cannot be read", cause);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw invalid(file, "it is not JSON", cause);
  }
  const parsed = deploymentSchema.safeParse(json);
  if (!parsed.success) throw invalid(file, z.prettifyError(parsed.error), parsed.error);
  return parsed.data;
}

function invalid(file: string, why: string, cause: unknown): LedgerError {
  return new LedgerError("LEDGER_DEPLOYMENT_INVALID", `The deployment file ${file} is of no use: ${why}.`, {
    hint: "Restore it from a copy, or remove it and deploy again.",
    details: { file },
    cause,
  });
}
