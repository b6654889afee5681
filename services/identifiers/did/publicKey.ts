/** Accounts of secp256k1 keys. */
import { createKeccak } from "hash-wasm";

// One for all: a digest is begun and ended within one call.
const hasher = await createKeccak(256);

/** The curve is y² = x³ + 7 over the numbers modulo this prime (SEC 2, section 2.4.1). */
const fieldPrime = 2n ** 256n - 2n ** 32n - 977n;

/** Hex digits of a coordinate. */
const coordinateDigits = 64;

/**
 * The account of a public key: the last 20 bytes of the Keccak-256 digest of its point (Ethereum's Yellow Paper, appendix F), in
 * lower-case hex digits. Undefined for a key that is no point of the curve.
 *
 * @param compressed 66 hex digits, 02 or 03 in front.
 */
export function accountOfKey(compressed: string): string | undefined {
  const x = BigInt(`0x${compressed.slice(2)}`);
  if (x >= fieldPrime) return undefined;
  const square = (x * x * x + 7n) % fieldPrime;
  // The prime is 3 modulo 4.
  const root = power(square, (fieldPrime + 1n) / 4n);
  if ((root * root) % fieldPrime !== square) return undefined;
  const isOdd = compressed.startsWith("03");
  const y = (root % 2n === 1n) === isOdd ? root : fieldPrime - root;
  const point = [x, y].map((coordinate) => coordinate.toString(16).padStart(coordinateDigits, "0")).join("");
  return hasher.init().update(bytesOf(point)).digest("hex").slice(-40);
}

/** A power modulo the prime. */
function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % fieldPrime;
    square = (square * square) % fieldPrime;
  }
  return result;
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, index) =>
    Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16),
  );
}
