/** A database that all who have it open close together and open anew. */
import { Worker } from "node:worker_threads";
import { expect, it } from "vitest";
import { letGoWithEnd } from "../../../services/store/holders.js";
import { type Opened, SharedOpening } from "../../../services/store/sharedOpening.js";
import { temporaryFolder } from "./temporary.fixture.js";

it("given a first that cannot open it anew, then nobody does before it, and whoever closes does not wait for it", async () => {
  const location = await temporaryFolder();
  const opened: string[] = [];
  let hasRoom = true;
  let tell: () => void = () => undefined;
  const tried = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const named = (name: string): Opened => ({
    location,
    async open() {
      if (!hasRoom) {
        tell();
        throw Object.assign(new Error("There is no space left."), { code: "ENOSPC" });
      }
      opened.push(name);
    },
    close: async () => undefined,
  });
  const open = async (name: string) => {
    await SharedOpening.enter(location);
    return SharedOpening.open(named(name));
  };
  const first = await open("first");
  const other = await open("other");
  hasRoom = false;
  void first.openAnew();
  await tried;
  await other.close();
  hasRoom = true;
  await first.opened();
  await first.close();
  expect(opened).toEqual(["first", "other", "first"]);
}, 10_000);

const deaths: readonly (readonly [string, string])[] = [
  ["an error that nobody catches", "setImmediate(() => { throw new Error('nobody caught this'); });"],
  ["no more memory", "const all = []; for (;;) all.push(new Array(100_000).fill(all.length + 0.5));"],
];

it.for(deaths)(
  "given a thread that had it open and died of %s, then it is opened anew",
  async ([, death]) => {
    const location = await temporaryFolder();
    const opened: string[] = [];
    await SharedOpening.enter(location);
    const first = await SharedOpening.open({
      location,
      open: async () => void opened.push("first"),
      close: async () => undefined,
    });
    const module = new URL("../../../dist/services/store/sharedOpening.js", import.meta.url).href;
    const code = `
    const { SharedOpening } = await import(${JSON.stringify(module)});
    const location = ${JSON.stringify(location)};
    await SharedOpening.enter(location);
    await SharedOpening.open({ location, open: async () => {}, close: async () => {} });
    ${death}`;
    const thread = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`), {
      resourceLimits: { maxOldGenerationSizeMb: 64 },
    });
    letGoWithEnd(thread);
    thread.on("error", () => undefined);
    await new Promise((resolve) => thread.once("exit", resolve));
    await first.openAnew();
    expect(opened).toEqual(["first", "first"]);
    await first.close();
  },
);

it("given a thread that cannot open it, then the others do not wait for it", async () => {
  const location = await temporaryFolder();
  const opened: string[] = [];
  await SharedOpening.enter(location);
  const open = async () => void opened.push("first");
  const first = await SharedOpening.open({ location, open, close: async () => undefined });
  await SharedOpening.enter(location);
  const broken = { location, open: () => Promise.reject(new Error("broken")), close: async () => undefined };
  await expect(SharedOpening.open(broken)).rejects.toThrow("broken");
  await first.openAnew();
  expect(opened).toEqual(["first", "first"]);
  await first.close();
});
