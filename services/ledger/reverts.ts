/** From the bytes with which a contract refused a call to an error that a person can act on. */
import { type ErrorDescription, Interface } from "ethers";
import { interfaces } from "./contracts.js";
import { LedgerError } from "./errors.js";
import { type RevertText, revertTexts } from "./revertTexts.js";

/** Errors that the implementations inherit and the interfaces do not name. */
const inherited = new Interface([
  "error ERC721InvalidOwner(address owner)",
  "error ERC721NonexistentToken(uint256 tokenId)",
  "error ERC721IncorrectOwner(address sender, uint256 tokenId, address owner)",
  "error ERC721InvalidSender(address sender)",
  "error ERC721InvalidReceiver(address receiver)",
  "error ERC721InsufficientApproval(address operator, uint256 tokenId)",
  "error ERC721InvalidApprover(address approver)",
  "error ERC721InvalidOperator(address operator)",
  "error AccessManagedUnauthorized(address caller)",
  "error AccessManagedRequiredDelay(address caller, uint32 delay)",
  "error UpgradesAreFrozen()",
  "error RegistryIsPaused()",
  "error ERC7943InsufficientUnfrozenBalance(address account, uint256 tokenId)",
  "error NoSuchPower()",
  "error InvalidInitialization()",
  "error RangeTaken(uint64 first, uint64 last)",
  "error RangeTooFarDown(uint256 above)",
  "error SignatureExpired(uint256 deadline)",
  "error InvalidCallSignature(address signer)",
  "error InvalidCall()",
  "error SafeCastOverflowedUintDowncast(uint8 bits, uint256 value)",
]);

const known: readonly Interface[] = [...Object.values(interfaces), inherited];

/** Error names that have their own sentence; a test holds it against the interfaces. */
export const namedErrors: readonly string[] = Object.keys(revertTexts);

function parse(data: string): ErrorDescription | null {
  for (const candidate of known) {
    try {
      const found = candidate.parseError(data);
      if (found !== null) return found;
    } catch {
      // Right selector, wrong arguments: not this error.
    }
  }
  return null;
}

const jsonSafe = (value: unknown): unknown => {
  if (typeof value === "bigint") return value <= 0xffffffffn ? Number(value) : `0x${value.toString(16)}`;
  if (typeof value === "string" && /^0x[0-9a-fA-F]*$/.test(value)) return value.toLowerCase();
  return value;
};

function argumentsOf(description: ErrorDescription): Record<string, unknown> {
  const args: Record<string, unknown> = {};
  description.fragment.inputs.forEach((input, position) => {
    args[input.name === "" ? String(position) : input.name] = jsonSafe(description.args[position]);
  });
  return args;
}

/**
 * The error for a refused call.
 * @param data Return data of the call, `0x` if the node did not tell.
 * @param doing What was being done, see `Call.describe`.
 */
export function revertError(data: string, doing: string): LedgerError {
  const description = parse(data);
  if (description === null) {
    return new LedgerError(
      "LEDGER_REVERTED",
      `The ledger refused to ${doing}, without a reason that is known.`,
      {
        hint: "Check that the deployment fits this version of Cadastre.",
        details: { error: null, data: data.slice(0, 2050) },
      },
    );
  }
  const args = argumentsOf(description);
  const text: RevertText = revertTexts[description.name]?.(args) ?? {
    message: `it answered ${description.signature} (${JSON.stringify(args)})`,
  };
  return new LedgerError("LEDGER_REVERTED", `The ledger refused to ${doing}: ${text.message}.`, {
    ...(text.hint === undefined ? {} : { hint: text.hint }),
    details: { error: description.name, args },
  });
}

/** Finds revert data in the `data` member of a node's error, whose form differs from node to node; null if there is none. */
export function revertDataOf(rpcData: unknown): string | null {
  if (typeof rpcData === "string") return /0x(?:[0-9a-fA-F]{2})*/.exec(rpcData)?.[0] ?? null;
  if (typeof rpcData === "object" && rpcData !== null && "data" in rpcData) return revertDataOf(rpcData.data);
  return null;
}
