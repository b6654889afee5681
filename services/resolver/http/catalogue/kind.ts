/** What is said of a kind of problem. */
import type { ResolverCode } from "../../errors.js";

export interface ProblemKind {
  readonly status: number;
  /** Short, the same for every occurrence (RFC 9457, section 3.1.3). */
  readonly title: string;
  /** What it means and what to do, for the page. */
  readonly explanation: string;
}

/** A part of the catalogue: the problems of one subject. */
export type ProblemKinds = Readonly<Partial<Record<ResolverCode, ProblemKind>>>;
