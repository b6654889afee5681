/** The supervision as the chain has it. */
import type { Provider } from "ethers";
import type { OfficeScope } from "../../store/model.js";
import { ledgerContracts } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { officeScope } from "../enums.js";

/** An office's mandate; null where it is not accredited. */
export async function readOfficeScope(
  provider: Provider,
  deployment: Deployment,
  office: number,
): Promise<OfficeScope | null> {
  const { kind, value } = await ledgerContracts(deployment, provider).supervision.scopeOf(office);
  return kind === 0n ? null : officeScope(Number(kind), value);
}
