/** The key that anchors, and what begins with it. */
import { toAddress } from "../../ledger/hex.js";
import type { LocalSigner } from "../../ledger/transactions/signed.js";
import type { Address } from "../../store/model.js";
import { AccessLogError } from "../errors.js";
import type { AccessLog } from "../log.js";
import type { AnchoringSettings } from "../thread/messages.js";
import { type KeyFiles, openAnchorReads, openAnchors, unlockFiles } from "./evidence.js";
import { compareOnce, type Ends, keepAnchoring } from "./schedule.js";

export interface Anchoring {
  /** Party that anchors; null where there is no key for that. */
  readonly author: Address | null;
  /**
   * Anchors at intervals until `signal` ends it. Without a key it only holds the log against what was anchored before.
   * @param baseUrl The resolver's public address.
   */
  begin(log: AccessLog, baseUrl: string, ends: Ends): Promise<void>;
}

/** @throws AccessLogError ACCESS_LOG_KEY */
export async function openAnchoring({ rpcUrl, deployment, key }: AnchoringSettings): Promise<Anchoring> {
  if (key === null) {
    const reads = () => openAnchorReads(rpcUrl, deployment);
    return { author: null, begin: (log, _baseUrl, ends) => compareOnce(log, reads, ends) };
  }
  const { interval, feeCeiling } = key;
  const signer = await unlocked(key);
  const open = () => openAnchors(rpcUrl, deployment, signer, feeCeiling);
  return {
    author: toAddress(await signer.getAddress()),
    begin: (log, baseUrl, ends) =>
      keepAnchoring(log, open, { interval, chainId: deployment.chainId, baseUrl }, ends),
  };
}

async function unlocked(files: KeyFiles): Promise<LocalSigner> {
  try {
    return await unlockFiles(files);
  } catch (cause) {
    throw new AccessLogError("ACCESS_LOG_KEY", "The key that anchors the access log cannot be opened.", {
      hint: "See CADASTRE_ACCESS_LOG_KEYSTORE and CADASTRE_ACCESS_LOG_PASSWORD_FILE: docs/operating.md.",
      cause,
    });
  }
}
