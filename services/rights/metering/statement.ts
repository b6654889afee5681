/**
 * Usage statements: with each use the holder of units signs how many it has used at one host in all (EIP-712).
 *
 * The last one stands for all before it, so that a host keeps one for each holder and settles when it likes, with one
 * transaction for any number of uses, and can show no more than was signed. Sent twice it counts once.
 */
import { TypedDataEncoder } from "ethers";
import type { Address, QuotaId } from "../../store/model.js";

export interface UsageStatement {
  readonly chainId: number;
  /** Contract that has the units. */
  readonly registry: Address;
  readonly quota: QuotaId;
  /** Party whose units they are. */
  readonly holder: Address;
  /** Account that may take them. */
  readonly host: Address;
  /** Units that the host may have taken by then, from its first use on. */
  readonly total: bigint;
}

/** Largest total: what the ledger can issue of one quota. */
export const mostUnits = 2n ** 128n - 1n;

/** Types of the message, for any EIP-712 signer. */
export const statementTypes = {
  UsageStatement: [
    { name: "quota", type: "uint256" },
    { name: "holder", type: "address" },
    { name: "host", type: "address" },
    { name: "total", type: "uint128" },
  ],
};

/** Domain and message that are signed. */
export function typedStatement({ chainId, registry, quota, holder, host, total }: UsageStatement) {
  return {
    domain: { name: "Cadastre Usage", version: "1", chainId, verifyingContract: registry },
    types: statementTypes,
    message: { quota: BigInt(quota), holder, host, total },
  };
}

/** The digest that is signed. */
export function statementDigest(statement: UsageStatement): string {
  const { domain, types, message } = typedStatement(statement);
  return TypedDataEncoder.hash(domain, types, message);
}

/** Whoever signs EIP-712 messages: ethers' wallets and browser signers do. */
export interface StatementSigner {
  signTypedData(
    domain: ReturnType<typeof typedStatement>["domain"],
    types: typeof statementTypes,
    message: ReturnType<typeof typedStatement>["message"],
  ): Promise<string>;
}

/** Header with which a statement goes along with the use that it is for. */
export const usageHeader = "cadastre-usage";

/** Total and signature of a statement; who says it of what is known from the capability that comes with it. */
export interface SignedTotal {
  readonly total: bigint;
  readonly signature: `0x${string}`;
}

export async function signTotal(statement: UsageStatement, signer: StatementSigner): Promise<SignedTotal> {
  const { domain, types, message } = typedStatement(statement);
  const signature = await signer.signTypedData(domain, types, message);
  return { total: statement.total, signature: `0x${signature.slice(2).toLowerCase()}` };
}

export const encodeTotal = ({ total, signature }: SignedTotal): string =>
  `total=${total}; signature=${signature}`;

const form = /^total=([1-9][0-9]{0,38}); signature=0x([0-9a-f]{130})$/;

/** What a header says; null where it is none. Nothing of it is proven yet. */
export function decodeTotal(text: string): SignedTotal | null {
  const [, digits = "0", signature] = form.exec(text) ?? [];
  const total = BigInt(digits);
  return signature === undefined || total > mostUnits ? null : { total, signature: `0x${signature}` };
}
