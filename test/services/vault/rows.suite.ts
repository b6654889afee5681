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

  it("clears rows that are what they were, with those that go with them", async () => {
    const { rows } = await filled();
    const cleared = [
      { name: "a/1", value: bytes("one"), others: ["b/1", "c/1"] },
      { name: "a/2", value: bytes("something else"), others: [] },
      { name: "a/3", value: bytes(""), others: [] },
    ];
    expect(await rows.clear(cleared)).toBe(1);
    expect(await rows.names("", 10)).toEqual(["a/2"]);
    expect(await rows.clear([])).toBe(0);
    await rows.close();
  });

  it("loses nothing that is written in the instant in which it is cleared", async () => {
    const { rows, folder } = await filled();
    const other = await openAt(folder);
    for (let round = 0; round < 100; round++) {
      const value = bytes(`old ${round}`);
      await rows.write([
        ["a/1", value],
        ["t/1", bytes("")],
      ]);
      const written = new Map([
        ["a/1", bytes(`new ${round}`)],
        ["t/1", bytes("")],
      ]);
      await Promise.all([
        rows.clear([{ name: "a/1", value, others: ["t/1"] }]),
        other.write([...written]),
        rows.clear([{ name: "a/1", value, others: ["t/1"] }]),
      ]);
      expect([text(await rows.get("a/1")), await rows.names("t/", 10)]).toEqual([`new ${round}`, ["t/1"]]);
    }
    await other.close();
    await rows.close();
  });
}
