/** Readers that come and go while a chain grows and goes back: each ends with the events of the chain, and no others. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textOfPosition } from "../../../../services/resolver/feed/position.js";
import { idOf } from "../../../../services/resolver/feed/present.js";
import { stepFrom } from "../../../../services/resolver/feed/step.js";
import { type EventPosition, positionOf } from "../../../../services/store/events.js";
import { LedgerFixture } from "../ledger.fixture.js";

const everything = { filter: {}, final: false };

type Move =
  | { readonly kind: "mine"; readonly parties: number }
  | { readonly kind: "back"; readonly blocks: number }
  | { readonly kind: "read"; readonly reader: number; readonly steps: number };

const move = fc.oneof(
  fc.record({ kind: fc.constant("mine" as const), parties: fc.nat(3) }),
  fc.record({ kind: fc.constant("back" as const), blocks: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ kind: fc.constant("read" as const), reader: fc.nat(2), steps: fc.integer({ min: 1, max: 3 }) }),
);

/** What a reader keeps: the ids of events that it has and were not taken back, and where it is. */
class Reader {
  #position: EventPosition | null = null;
  readonly held: string[] = [];

  /** @returns Whether there may be more. */
  async step(ledger: LedgerFixture): Promise<boolean> {
    const { messages, position, more } = await ledger.store.readAsync((view) =>
      stepFrom(view, this.#position, everything),
    );
    for (const message of messages) {
      if (message.kind === "change") this.held.push(idOf(message));
      else {
        const undone = message.undone?.map((event) => textOfPosition(positionOf(event)));
        // The last one first: what is taken back is always at the end of what is held.
        for (const id of undone ?? []) expect(this.held.pop()).toBe(id);
        expect(this.held.at(-1) ?? "0").toBe(textOfPosition(message.standing));
      }
    }
    this.#position = position;
    return more;
  }
}

describe("a reader of the log of events", () => {
  it("holds what the chain has, however often it went back meanwhile", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 5, maxLength: 40 }), async (moves: readonly Move[]) => {
        const ledger = await LedgerFixture.open();
        try {
          await ledger.mine({ finalized: 1 });
          let head = 1;
          const readers = [new Reader(), new Reader(), new Reader()];
          for (const one of moves) {
            if (one.kind === "mine") {
              for (let count = 0; count < one.parties; count++) ledger.party("P");
              await ledger.mine({ finalized: 1 });
              head += 1;
            } else if (one.kind === "back") {
              head = Math.max(1, head - one.blocks);
              await ledger.goBackTo(head);
            } else {
              for (let step = 0; step < one.steps; step++) await readers[one.reader]?.step(ledger);
            }
          }
          const chain = (await ledger.store.readAsync((view) => view.events.after(null, 1_000))).map(
            (event) => textOfPosition(positionOf(event)),
          );
          for (const reader of readers) {
            while (await reader.step(ledger));
            expect(reader.held).toEqual(chain);
          }
        } finally {
          await ledger.close();
        }
      }),
      { numRuns: 60 },
    );
  });
});
