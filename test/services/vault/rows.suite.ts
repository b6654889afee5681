/** What every place for the vault's rows has to do. */
import { expect, it } from "vitest";
import type { Rows } from "../../../services/vault/rows.js";
import { temporaryFolder } from "../store/temporary.fixture.js";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (row: Uint8Array | null): string | null => row && new TextDecoder().decode(row);

/** @param openAt Opens the rows that lie in a folder. */
export function rowsSuite(openAt: (folder: string) => Promise<Rows>): void {
  const filled = async (): Promise<{ readonly rows: Rows; readonly folder: string }> => {
    const folder = await temporaryFolder();
    const rows = await openAt(folder);
    await rows.write([
      ["a/1", bytes("one")],
      ["a/2", bytes("two")],
      ["b/1", bytes("three")],
    ]);
    return { rows, folder };
  };

  it("gives back what was written, also when it is opened again", async () => {
    const { rows, folder } = await filled();
    await rows.close();
    const again = await openAt(folder);
    expect(text(await again.get("a/1"))).toBe("one");
    expect(await again.get("a/3")).toBeNull();
    await again.close();
  });

  it("lists names by their beginning, in order, no more than are wanted", async () => {
    const { rows } = await filled();
    expect(await rows.names("a/", 10)).toEqual(["a/1", "a/2"]);
    expect(await rows.names("a/", 1)).toEqual(["a/1"]);
    expect(await rows.names("c/", 10)).toEqual([]);
    expect(await rows.names("a/", 10, "a/1")).toEqual(["a/2"]);
    expect(await rows.names("a/", 10, "a/2")).toEqual([]);
    await rows.close();
  });

  it("changes several rows at once", async () => {
    const { rows } = await filled();
    await rows.write([
      ["a/1", null],
      ["a/2", bytes("changed")],
      ["a/4", bytes("")],
    ]);
    expect(await rows.names("a/", 10)).toEqual(["a/2", "a/4"]);
    expect(text(await rows.get("a/2"))).toBe("changed");
    expect(text(await rows.get("a/4"))).toBe("");
    await rows.close();
  });
}
