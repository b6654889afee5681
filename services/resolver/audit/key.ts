/**
 * The key of audit reports, which signs nothing else: a report has to be verifiable years after the key of sessions was changed, and
 * whoever gets hold of that one signs no report.
 */
import { openKey, type ResolverKey } from "../auth/keyFile.js";

/** Verifiers of tokens take keys whose use is `sig`, and so never this one. */
const use = "cadastre-audit";

/** @param pem What `makeKey` or `readKey` gave. */
export const openAuditKey = (pem: string): Promise<ResolverKey> => openKey(pem, use);
