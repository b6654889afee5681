/** What a DID is resolved from: one snapshot, at one moment. */
import type { Trace } from "../../store/trace.js";
import type { View } from "../../store/view.js";
import type { Lists } from "../resolution/members.js";
import type { Moment } from "../resolution/moment.js";
import type { Disclosures } from "../visibility/disclosures.js";

export interface Question {
  readonly view: View;
  readonly moment: Moment;
  /** What the resolver knows of the members of lists. */
  readonly lists: Lists;
  /** Public address of this resolver. */
  readonly baseUrl: string;
  /** What the caller may see besides what is public. */
  readonly disclosures: Disclosures;
}

/** A question whose answer has a version: the view notes in `trace` since when all that it is asked is as it is. */
export interface VersionedQuestion extends Question {
  readonly trace: Trace;
  /** The same moment, where what is asked is no part of the document. */
  readonly aside: View;
}
