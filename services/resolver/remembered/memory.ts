/**
 * Answers that everybody gets alike, kept while they are what the index says: until something that they were made of changes, or a time
 * comes that ends something in them.
 */
import type { Lasting } from "../../store/lasting.js";
import { mayHaveChanged } from "../../store/marks.js";
import type { Checkpoint } from "../../store/model.js";
import type { Renewal, Sent } from "../http/sent.js";

/** What the index is now. */
export interface Present {
  /** The last write that it is of. */
  readonly write: number;
  readonly checkpoint: Checkpoint;
  /** Unix seconds. */
  readonly at: number;
}

/** An answer, and how long it is one. */
export interface Answered {
  readonly sent: Sent;
  readonly lasting: Lasting;
  /** How it is told of another block; null where it names none, or cannot be told of another. */
  readonly renewal: Renewal | null;
}

/** An answer that still holds: as it is, or to be told of the present block. */
export type Known =
  | { readonly kind: "same"; readonly sent: Sent }
  | {
      readonly kind: "renewed";
      readonly renewal: Renewal;
      readonly lasting: Lasting;
    };

interface Kept extends Answered {
  /** The write of which it names the block, if it names one. */
  readonly named: number;
  /** Unix seconds from which on it is what the index says. */
  readonly from: number;
  readonly bytes: number;
  /** The last write up to which that is known. */
  known: number;
}

/** MiB that are kept where nothing else is set. */
export const defaultMemory = 32;

/** Of the bytes of all answers, those that one may have: a few large ones must not push out all others. */
const largestShare = 1 / 64;
/** Bytes that an answer takes beside its texts, about, and each place of what it was made of. */
const overhead = 512;
const placeBytes = 8;

/**
 * Answers by what was asked. Those that were asked for last are there: half of the bytes are of what came or was asked for
 * again since the other half was full, which is then forgotten as a whole.
 */
export class AnswerMemory {
  readonly #half: number;
  #recent = new Map<string, Kept>();
  #earlier = new Map<string, Kept>();
  /** Bytes of what is recent. */
  #bytes = 0;

  /** @param mebibytes 0 keeps nothing. */
  constructor(mebibytes: number) {
    this.#half = (mebibytes * 1024 ** 2) / 2;
  }

  get keepsAny(): boolean {
    return this.#half > 0;
  }

  find(present: Present, question: string): Known | null {
    const recent = this.#recent.get(question);
    const kept = recent ?? this.#earlier.get(question);
    if (kept === undefined || !holds(kept, present)) return null;
    if (recent === undefined) this.#put(question, kept);
    const { sent, lasting, renewal, named } = kept;
    if (renewal === null || named === present.write) return { kind: "same", sent };
    return { kind: "renewed", renewal, lasting };
  }

  /**
   * @param present What the index was before the answer was made. It may be of a newer view: what has changed in between counts as
   * changed since.
   */
  keep({ write, at }: Present, question: string, answered: Answered): void {
    if (at >= answered.lasting.until) return;
    const bytes = question.length + bytesOf(answered);
    this.#put(question, { ...answered, named: write, from: at, bytes, known: write });
  }

  #put(question: string, kept: Kept): void {
    if (kept.bytes > this.#half * 2 * largestShare) return;
    const replaced = this.#recent.get(question)?.bytes ?? 0;
    if (this.#bytes + kept.bytes - replaced > this.#half) {
      this.#earlier = this.#recent;
      this.#recent = new Map();
      this.#bytes = 0;
    } else this.#bytes -= replaced;
    this.#recent.set(question, kept);
    this.#bytes += kept.bytes;
  }
}

/** Notes up to which write that is known, so that it is looked at once for each. */
function holds(kept: Kept, { write, at }: Present): boolean {
  const { lasting, from, known, named, renewal } = kept;
  if (at < from || at >= lasting.until) return false;
  if (lasting.namesBlock && renewal === null) return write === named;
  if (write === known) return true;
  if (write < known || mayHaveChanged(lasting.made, known, write)) return false;
  kept.known = write;
  return true;
}

function bytesOf({ sent: { fields, body }, lasting, renewal }: Answered): number {
  const made = overhead + lasting.made.length * placeBytes;
  const texts = fields.reduce((sum, text) => sum + text.length, made);
  // The text that goes out is that of the renewal: it is there once.
  if (typeof body === "string") return texts + Buffer.byteLength(body);
  return texts + (body?.length ?? 0) + (renewal?.bytes ?? 0);
}
