/** A database that all who have it open close together and open anew. */
import { expect, it } from "vitest";
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
  const first = await SharedOpening.open(named("first"));
  const other = await SharedOpening.open(named("other"));
  hasRoom = false;
  void first.openAnew();
  await tried;
  await other.close();
  hasRoom = true;
  await first.opened();
  await first.close();
  expect(opened).toEqual(["first", "other", "first"]);
}, 10_000);
