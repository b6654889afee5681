/** What a registration does about what goes wrong, and says of it. */
import { join } from "node:path";
import { expect, it } from "vitest";
import { LedgerError } from "../../../../services/ledger/errors.js";
import { toBatchId, uintWord } from "../../../../services/ledger/hex.js";
import { MemberIndex } from "../../../../services/manifests/members.js";
import { isPassing, problemOf } from "../../../../services/resolver/registrations/problems.js";
import { reopening } from "../../../../services/store/errors.js";
import { temporaryFolder } from "../../store/temporary.fixture.js";

/** What is raised by who looks into the index over lists while that is closed, to be opened anew. */
async function closedIndex(location: string): Promise<unknown> {
  const index = await MemberIndex.open(location);
  await index.close();
  try {
    return index.batch(toBatchId(uintWord(1n)));
  } catch (error) {
    return error;
  }
}

it("given a database that is opened anew after its disk was full, then it waits, and does not name the folder", async () => {
  const location = join(await temporaryFolder(), "index");
  for (const error of [reopening(location), await closedIndex(location)]) {
    expect(isPassing(error)).toBe(true);
    expect(problemOf(error)).toEqual({
      code: "RESOLVER_DISK_FULL",
      detail: "The resolver's disk is full.",
    });
  }
});

it("given what does not pass by itself, then it does not wait", () => {
  const error = new LedgerError("LEDGER_REVERTED", "It is refused.", { hint: "Look at it." });
  expect(isPassing(error)).toBe(false);
  expect(problemOf(error)).toEqual({
    code: "LEDGER_REVERTED",
    detail: "It is refused.",
    hint: "Look at it.",
  });
  expect(isPassing(new Error("A fault."))).toBe(false);
});
