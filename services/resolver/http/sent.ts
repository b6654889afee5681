/** What goes out as an answer: all but the request's own id, so that it can go out to the next who asks the same. */

export interface Sent {
  readonly status: number;
  /** Names and values of its header, in turn. */
  readonly fields: readonly string[];
  /** null for none. */
  readonly body: string | Buffer | null;
  /** How a text becomes its bytes. Of ASCII alone, as most are, both make the same: the way of `latin1` is the shorter one. */
  readonly encoding: "latin1" | "utf8";
}

/** Who wants to know of the answer to a request, once. */
export interface Awaiting {
  answered(sent: Sent): void;
  /** The request ended without one. */
  abandoned(): void;
}
