/** The vault's rows in a Level database of their own: for one machine. */
import { chmod, mkdir } from "node:fs/promises";
import { ClassicLevel } from "classic-level";
import { isDiskFull } from "../errors/diskFull.js";
import { openMended } from "../store/mendedWrites.js";
import { clearing, writing } from "./clearings.js";
import { VaultError } from "./errors.js";
import type { RowChange, Rows } from "./rows.js";

/** Behind every name that begins with a prefix: names are ASCII. */
const last = "\u{7f}";

/** @param location Folder of the database, which is made where it is missing; only its owner may look into it. */
export async function openLevelRows(location: string): Promise<Rows> {
  const inVaultTerms = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      throw unavailable(location, cause);
    }
  };
  const { level, mended } = await inVaultTerms(async () => {
    await mkdir(location, { recursive: true, mode: 0o700 });
    await chmod(location, 0o700);
    const encodings = { keyEncoding: "utf8", valueEncoding: "view" } as const;
    return await openMended(location, {
      make: () => new ClassicLevel<string, Uint8Array>(location, encodings),
      open: (made) => made.open({ createIfMissing: true, multithreading: true }),
    });
  });
  const written = (changes: readonly RowChange[]): Promise<void> =>
    mended.write(() =>
      level.batch(
        changes.map(([key, value]) =>
          value === null ? { type: "del" as const, key } : { type: "put" as const, key, value },
        ),
        { sync: true },
      ),
    );
  return {
    get: (name) => inVaultTerms(() => mended.read(async () => (await level.get(name)) ?? null)),
    names: (prefix, limit, after) =>
      inVaultTerms(() => {
        const from = after === undefined ? { gte: prefix } : { gt: after };
        return mended.read(() => level.keys({ ...from, lt: prefix + last, limit }).all());
      }),
    write: (changes) => inVaultTerms(() => writing(() => written(changes))),
    clear: (rows) =>
      inVaultTerms(() =>
        clearing(async () => {
          const found = await mended.read(() => level.getMany(rows.map(({ name }) => name)));
          const gone = rows.filter(({ value }, place) => isSame(value, found[place]));
          await written(
            gone.flatMap(({ name, others }) => [name, ...others].map((one): RowChange => [one, null])),
          );
          return gone.length;
        }),
      ),
    isWritable: () => mended.isWritable(),
    mend: () => inVaultTerms(() => mended.mend()),
    close: () => inVaultTerms(() => mended.close()),
  };
}

const isSame = (value: Uint8Array, found: Uint8Array | undefined): boolean =>
  found !== undefined && Buffer.compare(value, found) === 0;

function unavailable(location: string, cause: unknown): VaultError {
  const [why, hint] = faultOf(cause);
  return new VaultError("VAULT_UNAVAILABLE", `The vault in ${location} ${why}.`, {
    hint,
    details: { location },
    cause,
  });
}

function faultOf(cause: unknown): readonly [why: string, hint: string] {
  if (codesOf(cause).includes("LEVEL_LOCKED"))
    return [
      "is in use by another process",
      "Stop the other process, or name another folder: CADASTRE_VAULT.",
    ];
  if (isDiskFull(cause))
    return [
      "finds no room on the disk",
      "Make room: what was put there before is whole, and it goes on then.",
    ];
  return [
    "cannot be read or written",
    "Check that the folder is writable and lies on a healthy disk. Restore it from its backup where it is damaged: nothing of it can be rebuilt from the chain.",
  ];
}

function codesOf(raised: unknown): readonly unknown[] {
  const codes: unknown[] = [];
  for (let cause = raised; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause) codes.push(cause.code);
  }
  return codes;
}
