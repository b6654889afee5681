/**
 * Work that waits only for what is not there yet.
 *
 * An `async` function waits at each `await`, also for what is there: each is a turn of its own, and together they were a tenth of a
 * look-up. For most answers all is there at once, as it is for whoever says nothing of who asks. So what seldom has to wait is written as
 * a generator: `yield* settled(…)` in place of `await …`, `yield* …` for work that it is made of, and `done` does it.
 */
import type { Eventually } from "../../store/view.js";

/** Yields what it waits for, and ends with the result. */
export type Work<Result> = Generator<Promise<void>, Result, void>;

/** Waits for a value, where it is not there. */
export function* settled<Value>(value: Eventually<Value>): Work<Value> {
  if (!(value instanceof Promise)) return value;
  const found: { it?: { readonly value: Value } } = {};
  yield value.then((it) => {
    found.it = { value: it };
  });
  if (found.it === undefined) throw new TypeError("Work went on before what it waits for was there.");
  return found.it.value;
}

/** Does work for each, all at once where it has to wait. */
export function* each<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Work<Result>,
): Work<readonly Result[]> {
  const results: Result[] = [];
  const waiting: Promise<Result>[] = [];
  for (const item of items) {
    if (waiting.length > 0) {
      // What fails at once, too, fails with the others: none of them may be left alone.
      waiting.push(begin(() => done(work(item))));
      continue;
    }
    const begun = done(work(item));
    if (begun instanceof Promise) waiting.push(begun);
    else results.push(begun);
  }
  return waiting.length === 0 ? results : [...results, ...(yield* settled(Promise.all(waiting)))];
}

const begin = async <Result>(work: () => Eventually<Result>): Promise<Result> => await work();

/** The result of work: at once, where it waits for nothing. */
export function done<Result>(work: Work<Result>): Eventually<Result> {
  const step = work.next();
  return step.done === true ? step.value : goOn(work, step.value);
}

/** Goes on with a value: at once, where it is there. */
export function onceThere<Value, Result>(
  value: Eventually<Value>,
  next: (value: Value) => Result,
): Eventually<Result> {
  return value instanceof Promise ? value.then(next) : next(value);
}

async function goOn<Result>(work: Work<Result>, first: Promise<void>): Promise<Result> {
  let waiting = first;
  for (;;) {
    const failed = await waiting.then(
      () => null,
      (error: unknown) => ({ error }),
    );
    const step = failed === null ? work.next() : work.throw(failed.error);
    if (step.done === true) return step.value;
    waiting = step.value;
  }
}
