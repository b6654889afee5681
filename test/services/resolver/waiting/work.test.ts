import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { done, each, onceThere, settled, type Work } from "../../../../services/resolver/waiting/work.js";

/** A number that is there, comes later, or never does. */
const source = fc.record({ value: fc.nat(), kind: fc.constantFrom("there", "later", "failing") });
type Source = { readonly value: number; readonly kind: string };

function taken({ value, kind }: Source): number | Promise<number> {
  if (kind === "there") return value;
  return kind === "later" ? Promise.resolve(value) : Promise.reject(new Error(String(value)));
}

function* sum(sources: readonly Source[]): Work<number> {
  let total = 0;
  for (const one of sources) total += yield* settled(taken(one));
  return total;
}

describe("work that waits only for what is not there", () => {
  it("comes to what an async function comes to, and is done at once where all is there", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(source, { maxLength: 8 }), async (sources) => {
        const failing = sources.find(({ kind }) => kind === "failing");
        const found = done(sum(sources));
        expect(found instanceof Promise).toBe(sources.some(({ kind }) => kind !== "there"));
        if (failing !== undefined) {
          await expect(found).rejects.toThrow(String(failing.value));
          return;
        }
        expect(await found).toBe(sources.reduce((total, { value }) => total + value, 0));
      }),
    );
  });

  it("gives results in the order of the items, whichever of them come later", async () => {
    const sources = fc
      .array(source, { maxLength: 8 })
      .map((all) => all.filter(({ kind }) => kind !== "failing"));
    await fc.assert(
      fc.asyncProperty(sources, async (items) => {
        const found = await done(each(items, (one) => settled(taken(one))));
        expect(found).toEqual(items.map(({ value }) => value));
      }),
    );
  });

  it("begins all of several before it waits for any", async () => {
    const begun: string[] = [];
    function* one(name: string): Work<string> {
      begun.push(name);
      yield* settled(Promise.resolve());
      return name;
    }
    const found = done(each(["a", "b", "c"], one));
    expect(begun).toEqual(["a", "b", "c"]);
    expect(await found).toEqual(["a", "b", "c"]);
  });

  it("leaves nothing alone that is under way when another fails at once", async () => {
    function* one(kind: "later" | "at once"): Work<never> {
      if (kind === "later") yield* settled(Promise.resolve());
      throw new Error(kind);
    }
    const found = new Promise((resolve) => resolve(done(each(["later", "at once"] as const, one))));
    await expect(found).rejects.toThrow("at once");
  });

  it("meets what fails where it waits for it, and can go on", async () => {
    function* careful(): Work<string> {
      try {
        yield* settled(Promise.reject(new Error("gone")));
        return "not this";
      } catch (error) {
        return error instanceof Error ? error.message : "not this either";
      }
    }
    expect(await done(careful())).toBe("gone");
  });

  it("goes on with a value at once where it is there", async () => {
    expect(onceThere(1, (value) => value + 1)).toBe(2);
    const later = onceThere(Promise.resolve(1), (value) => value + 1);
    expect(later).toBeInstanceOf(Promise);
    expect(await later).toBe(2);
  });
});
