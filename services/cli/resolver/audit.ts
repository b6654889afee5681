/** Audit reports of a resolver. */
import type { Thing } from "../../store/model.js";
import type { Asker } from "./asker.js";
import { openText } from "./client.js";

/**
 * The report as it came, to the byte.
 * @param asker Signs the request; null to ask as nobody known.
 * @throws CliError `CLI_RESOLVER_UNREACHABLE`, `CLI_RESOLVER_REFUSED`, `CLI_RESOLVER_MALFORMED`
 */
export const readReport = (
  resolverUrl: string,
  { kind, id }: Thing,
  parameters: Readonly<Record<string, string>>,
  asker: Asker | null,
): Promise<string> =>
  openText(resolverUrl, `v1/audit/${kind}/${id}?${new URLSearchParams(parameters)}`, asker);
