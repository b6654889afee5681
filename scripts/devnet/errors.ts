import { CadastreError } from "../../services/errors/cadastreError.js";

export type DevnetErrorCode = "DEVNET_PORT_IN_USE" | "DEVNET_FAILED";

/** What can go wrong with the local chain. */
export class DevnetError extends CadastreError<DevnetErrorCode> {}
