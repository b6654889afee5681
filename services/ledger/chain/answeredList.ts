/**
 * A list in a node's answer, read part by part. All at once its items would take several times as much memory as their text, and so long
 * that tidying up after them would cost more than to read them.
 */
import { z } from "zod";

/** A list of the answer, each part of it read when it is its turn. */
export interface AnsweredList<Part> {
  /** What the whole answer took. */
  readonly bytes: number;
  /** The list's items in their order, some at a time. */
  parts(): Iterable<Part>;
}

/** Where a list's items stand in the bytes of an answer. */
export interface ListPlace {
  readonly answer: Buffer;
  readonly from: number;
  readonly to: number;
}

/** About how much is read at once: so little that what is made of it is mostly gone before it would be moved. */
const partBytes = 64 * 1024;
const opening = '"result":[';
/** Between two items that are objects. It may stand within one too. */
const between = "},{";

const emptyList = z.object({ error: z.never().optional(), result: z.tuple([]) });

/** The list that an answer is, in whatever order its members come; null for any other answer, an error or what is no JSON. */
export function listIn(answer: Buffer): ListPlace | null {
  const found = answer.indexOf(opening);
  const from = found + opening.length;
  const to = answer.lastIndexOf("]");
  if (found < 0 || to < from) return null;
  // What is around the items is as if there were none: so their brackets are the list's own.
  const around = parsed(answer.toString("utf8", 0, from) + answer.toString("utf8", to));
  return emptyList.safeParse(around).success ? { answer, from, to } : null;
}

/**
 * The items, some at a time.
 * @throws SyntaxError where they are no JSON.
 */
export function* itemsOf({ answer, from, to }: ListPlace): Generator<readonly unknown[]> {
  for (let start = from; start < to; ) {
    const cut = start + partBytes < to ? answer.indexOf(between, start + partBytes) : -1;
    const end = cut < 0 || cut >= to ? to : cut + 1;
    const items = parsed(listText(answer, start, end));
    if (items === undefined) {
      // It was cut within an item, or is no JSON at all.
      yield JSON.parse(listText(answer, start, to));
      return;
    }
    yield items;
    start = end + 1;
  }
}

const listText = (answer: Buffer, from: number, to: number): string =>
  `[${answer.toString("utf8", from, to)}]`;

/** undefined for what is no JSON. */
function parsed(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
