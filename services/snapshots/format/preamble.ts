/** What a snapshot says of itself. Nothing of it is believed: it tells early what the rest would tell late. */
import { z } from "zod";
import type { FollowedDeployment } from "../../index/deployment.js";
import { contractNames } from "../../ledger/deployment/deployment.js";
import { addressSchema, hashSchema } from "../../ledger/hex.js";
import { damaged, SnapshotError } from "../errors.js";

/** Version of the form: raise it where an older program could not read the file. */
const formVersion = 1;

const block = z.int().min(0);

const preambleSchema = z.object({
  version: z.int(),
  chainId: z.int().positive(),
  genesis: hashSchema,
  /** Block in which the ledger's deployment began: the first one. */
  first: block,
  contracts: z.object(Object.fromEntries(contractNames.map((name) => [name, addressSchema]))),
  last: z.object({ number: block, hash: hashSchema }),
});

export type Preamble = Omit<z.infer<typeof preambleSchema>, "version">;

export const encodePreamble = (preamble: Preamble): Buffer =>
  Buffer.from(JSON.stringify({ version: formVersion, ...preamble }), "utf8");

/** @throws SnapshotError SNAPSHOT_DAMAGED, SNAPSHOT_OTHER_VERSION */
export function decodePreamble(bytes: Buffer): Preamble {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString("utf8"));
  } catch (cause) {
    throw damaged("its beginning is no JSON", cause);
  }
  const version = z.object({ version: z.int() }).safeParse(json);
  if (version.success && version.data.version !== formVersion) {
    throw new SnapshotError(
      "SNAPSHOT_OTHER_VERSION",
      `The snapshot has version ${version.data.version}; this program reads ${formVersion}.`,
      { hint: "Have it made anew by a program of this version." },
    );
  }
  const parsed = preambleSchema.safeParse(json);
  if (!parsed.success) throw damaged(z.prettifyError(parsed.error), parsed.error);
  return parsed.data;
}

/**
 * Checks that the snapshot is of this deployment.
 * @throws SnapshotError SNAPSHOT_OTHER_LEDGER
 */
export function checkLedger(preamble: Preamble, deployment: FollowedDeployment): void {
  const differing = [
    ...(preamble.chainId === deployment.chainId ? [] : ["the chain's id"]),
    ...(preamble.genesis === deployment.genesis ? [] : ["the chain's first block"]),
    ...(preamble.first === deployment.block ? [] : ["the block of the deployment"]),
    ...contractNames
      .filter((name) => preamble.contracts[name] !== deployment.contracts[name])
      .map((name) => `the contract ${name}`),
  ];
  if (differing.length === 0) return;
  throw new SnapshotError(
    "SNAPSHOT_OTHER_LEDGER",
    `The snapshot is of another ledger: it differs in ${differing.join(", ")}.`,
    { hint: "Take a snapshot of this ledger, or name the deployment that it is of.", details: { differing } },
  );
}
