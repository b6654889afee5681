/** Answers that everybody gets alike, kept while they are what the index says: until its next block, or a time that ends something in them. */
import type { EntityView } from "../../store/view.js";
import type { Sent } from "../http/sent.js";

/** What the index is now. */
export interface Present {
  readonly view: EntityView;
  /** Unix seconds. */
  readonly at: number;
}

interface Kept {
  readonly sent: Sent;
  /** Unix seconds from which on, and up to which, it is what the view says. */
  readonly from: number;
  readonly until: number;
}

/** MiB that are kept where nothing else is set. */
export const defaultMemory = 32;

/** Of the bytes of all answers, those that one may have: a few large ones must not push out all others. */
const largestShare = 1 / 64;
/** Bytes that an answer takes beside its texts, about. */
const overhead = 512;

/**
 * Answers of one view by what was asked. Those that were asked for last are there: half of the bytes are of what came or was asked for
 * again since the other half was full, which is then forgotten as a whole.
 */
export class AnswerMemory {
  readonly #half: number;
  #view: EntityView | null = null;
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

  find({ view, at }: Present, question: string): Sent | null {
    if (view !== this.#view) this.#startOver(view);
    const recent = this.#recent.get(question);
    const kept = recent ?? this.#earlier.get(question);
    if (kept === undefined || at < kept.from || at >= kept.until) return null;
    if (recent === undefined) this.#put(question, kept);
    return kept.sent;
  }

  /**
   * @param present What the index was before the answer was made. It may be of a newer view: that one is asked for from then on, and
   * what was kept before is forgotten.
   * @param until Unix seconds, the first at which the answer may be another.
   */
  keep({ view, at }: Present, question: string, sent: Sent, until: number): void {
    if (view === this.#view && at < until) this.#put(question, { sent, from: at, until });
  }

  #put(question: string, kept: Kept): void {
    const bytes = question.length + sizeOf(kept.sent);
    if (bytes > this.#half * 2 * largestShare) return;
    if (this.#bytes + bytes > this.#half) {
      this.#earlier = this.#recent;
      this.#recent = new Map();
      this.#bytes = 0;
    }
    this.#recent.set(question, kept);
    this.#bytes += bytes;
  }

  #startOver(view: EntityView): void {
    this.#view = view;
    this.#recent = new Map();
    this.#earlier = new Map();
    this.#bytes = 0;
  }
}

function sizeOf({ fields, body }: Sent): number {
  const texts = fields.reduce((sum, text) => sum + text.length, overhead);
  return body === null ? texts : texts + Buffer.byteLength(body);
}
