/** What goes out as an answer: all but the request's own id, so that it can go out to the next who asks the same. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Checkpoint } from "../../store/model.js";

export interface Sent {
  readonly status: number;
  /** Names and values of its header, in turn. */
  readonly fields: readonly string[];
  /** null for none. */
  readonly body: string | Buffer | null;
  /** How a text becomes its bytes. Of ASCII alone, as most are, both make the same: the way of `latin1` is the shorter one. */
  readonly encoding: "latin1" | "utf8";
}

/** How an answer that names the block that it is of is told of another. */
export interface Renewal {
  /** Sends it to who asks the same, as of the block of a checkpoint. */
  send(req: IncomingMessage, res: ServerResponse, checkpoint: Checkpoint): void;
  /** Bytes of the text that is kept for it, about, beside an answer that has another body than that text. */
  readonly bytes: number;
}

/** Who wants to know of the answer to a request, once. */
export interface Awaiting {
  /** The answer names its block, and can be told of another one while nothing else in it changes. To be called before it is sent. */
  renewable(renewal: Renewal): void;
  /** All of it is there, though it has yet to be sent: what is looked up from now on is for others. */
  made(): void;
  answered(sent: Sent): void;
  /** The request ended without one. */
  abandoned(): void;
}
