/** Traces: steps drawn at random before anything is played, and the shorter ones that may fail like one that did. */
import fc from "fast-check";
import type { Ledger } from "./ledger/ledger.js";
import { Dice } from "./operations/dice.js";
import { drawsOf } from "./operations/moves.js";
import type { Draw, Move, Step } from "./operations/operation.js";

export class Trace {
  /** Where a play of it failed; its number of steps where it did not, or only at the end. */
  failedAt: number;

  /** @param toTheEnd Whether all is compared when the steps are done: not where a longer trace failed before. */
  constructor(
    readonly steps: readonly Step[],
    readonly toTheEnd = true,
  ) {
    this.failedAt = steps.length;
  }

  toString(): string {
    const lines = this.steps.map(({ at, by, operation }) => `  at ${at} by ${by}: ${operation.text}`);
    return `${this.steps.length} steps\n${lines.join("\n")}`;
  }

  [fc.toStringMethod](): string {
    return this.toString();
  }
}

/** How long until the next step: mostly a moment, now and then so long that things end. */
function wait(dice: Dice): number {
  if (dice.chance(1, 200)) return 4 * 24 * 3600;
  if (dice.chance(1, 60)) return 3_600;
  return dice.chance(1, 12) ? 20 + dice.below(80) : 1 + dice.below(4);
}

/**
 * Traces of so many steps, each drawn to suit what the model says there is by then. As the model answers for any call at any
 * time, a trace without some of its steps is a trace as well: that is how a failing one gets short.
 */
export class Traces extends fc.Arbitrary<Trace> {
  constructor(
    readonly beginning: () => Ledger,
    readonly length: number,
  ) {
    super();
  }

  generate(source: fc.Random): fc.Value<Trace> {
    const ledger = this.beginning();
    const dice = new Dice(source);
    const nextDraw = drawsOf(dice);
    const steps = Array.from({ length: this.length }, (): Step => {
      ledger.clock.now += wait(dice);
      ledger.clock.block += 1;
      return { at: ledger.clock.now, ...takeMove(dice, ledger, nextDraw) };
    });
    return new fc.Value(new Trace(steps), undefined);
  }

  canShrinkWithoutContext(value: unknown): value is Trace {
    return value instanceof Trace;
  }

  shrink(trace: Trace): fc.Stream<fc.Value<Trace>> {
    const toTheEnd = trace.failedAt === trace.steps.length;
    return fc.stream(shorter(trace)).map((steps) => new fc.Value(new Trace(steps, toTheEnd), undefined));
  }
}

/** The model's side of a step: the time comes, the block is made, and the call is taken or refused. */
export function take(ledger: Ledger, { at, by, operation }: Step): readonly string[] {
  ledger.clock.now = at;
  ledger.clock.block += 1;
  return operation.apply(ledger, by);
}

/** A move that the model has taken, or, less often, one that it refused. Where nothing of a kind fits, one of another is drawn. */
function takeMove(dice: Dice, ledger: Ledger, nextDraw: () => Draw): Move {
  for (let tries = 6; ; tries--) {
    const draw = nextDraw();
    for (let again = 2; again > 0; again--) {
      const move = draw(dice, ledger);
      const passed = move.operation.apply(ledger, move.by).length === 0;
      if (passed || tries === 0 || dice.chance(1, 4)) return move;
    }
  }
}

/** First without all that came after the failure, then without pieces of half the length, a quarter, down to one step. */
function* shorter({ steps, failedAt }: Trace): IterableIterator<readonly Step[]> {
  if (failedAt + 1 < steps.length) return yield steps.slice(0, failedAt + 1);
  for (let size = steps.length >> 1; size >= 1; size >>= 1) {
    for (let end = steps.length; end > 0; end -= size) {
      yield steps.filter((_, place) => place < end - size || place >= end);
    }
  }
}
