/** The key that anchors, and what begins with it. */
import { toAddress } from "../../ledger/hex.js";
import type { LocalSigner } from "../../ledger/transactions/signed.js";
import type { Address } from "../../store/model.js";
import { AccessLogError } from "../errors.js";
import type { AccessLog } from "../log.js";
import type { AnchoringSettings, LogNote } from "../thread/messages.js";
import { type KeyFiles, openAnchors, unlockFiles } from "./evidence.js";
import { keepAnchoring } from "./schedule.js";

export interface Anchoring {
  /** Party that anchors. */
  readonly author: Address;
  /**
   * Anchors at intervals until `signal` ends it.
   * @param baseUrl The resolver's public address.
   */
  begin(
    log: AccessLog,
    baseUrl: string,
    ends: { readonly note: (note: LogNote) => void; readonly signal: AbortSignal },
  ): Promise<void>;
}

/** @throws AccessLogError ACCESS_LOG_KEY */
export async function openAnchoring(settings: AnchoringSettings): Promise<Anchoring> {
  const { rpcUrl, deployment, interval } = settings;
  const signer = await unlocked(settings);
  const open = () => openAnchors(rpcUrl, deployment, signer);
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
