/** How the compiler lays out what the registries store, and where that makes each value lie. */
import { readFile } from "node:fs/promises";
import { AbiCoder, keccak256, toBeHex, toUtf8Bytes } from "ethers";
import { artifacts } from "hardhat";
import { z } from "zod";

const layoutContract = "test/contracts/fixtures/StorageLayouts.sol";

const member = z.object({ label: z.string(), slot: z.string(), offset: z.number(), type: z.string() });
const layoutSchema = z.object({
  storage: z.array(member),
  types: z.record(
    z.string(),
    z.object({
      label: z.string(),
      encoding: z.string(),
      numberOfBytes: z.string(),
      members: z.array(member).optional(),
      /** Of a mapping's values. */
      value: z.string().optional(),
      /** Of an array's items. */
      base: z.string().optional(),
    }),
  ),
});
const outputSchema = z.object({
  output: z.object({
    contracts: z.record(
      z.string(),
      z.record(z.string(), z.object({ storageLayout: z.unknown().optional() })),
    ),
  }),
});

export type Layout = z.infer<typeof layoutSchema>;

/** Of `StorageLayouts`, which has the struct of every namespace as a variable of its name. */
export async function compilersLayout(): Promise<Layout> {
  const id = await artifacts.getBuildInfoId(`${layoutContract}:StorageLayouts`);
  const path = id === undefined ? undefined : await artifacts.getBuildInfoOutputPath(id);
  if (path === undefined) throw new Error("Build the contracts and their tests first: npx hardhat build");
  const { output } = outputSchema.parse(JSON.parse(await readFile(path, "utf8")));
  return layoutSchema.parse(output.contracts[`project/${layoutContract}`]?.StorageLayouts?.storageLayout);
}

/** ERC-7201: where the storage of a namespace begins. */
export function namespaceSlot(name: string): bigint {
  const inner = BigInt(keccak256(toUtf8Bytes(`cadastre.storage.${name}`))) - 1n;
  return BigInt(keccak256(toBeHex(inner, 32))) & ~0xffn;
}

/** Slot of a mapping's value. */
export function valueSlot(mapping: bigint, keyType: string, key: string | bigint): bigint {
  return BigInt(keccak256(AbiCoder.defaultAbiCoder().encode([keyType, "uint256"], [key, mapping])));
}

/** The members of a namespace's struct. */
export function membersOf(layout: Layout, namespace: string): readonly string[] {
  return (layout.types[variableOf(layout, namespace).type]?.members ?? []).map(({ label }) => label);
}

export const namespacesOf = (layout: Layout): readonly string[] =>
  layout.storage.map(({ label }) => label.charAt(0).toUpperCase() + label.slice(1));

function variableOf(layout: Layout, namespace: string): z.infer<typeof member> {
  const label = namespace.charAt(0).toLowerCase() + namespace.slice(1);
  const found = layout.storage.find((variable) => variable.label === label);
  if (found === undefined) throw new Error(`The layout has no ${label}`);
  return found;
}

/**
 * Slot of what lies at the end of the steps: a member's name in a struct, a key in a mapping (a word; addresses and numbers
 * are padded to one), a place in an array.
 */
export function slotAt(layout: Layout, namespace: string, ...steps: readonly (string | bigint)[]): bigint {
  let { type } = variableOf(layout, namespace);
  let slot = namespaceSlot(namespace);
  for (const step of steps) {
    const present = layout.types[type];
    if (present?.encoding === "mapping") {
      slot = valueSlot(slot, "bytes32", toBeHex(step, 32));
      type = present.value ?? "";
    } else if (present?.base !== undefined) {
      const words = (BigInt(layout.types[present.base]?.numberOfBytes ?? 0) + 31n) / 32n;
      if (present.encoding === "dynamic_array") slot = BigInt(keccak256(toBeHex(slot, 32)));
      slot += BigInt(step) * words;
      type = present.base;
    } else {
      const found = present?.members?.find(({ label }) => label === step);
      if (found === undefined) throw new Error(`${present?.label ?? type} has no member ${step}`);
      slot += BigInt(found.slot);
      type = found.type;
    }
  }
  return slot;
}
