/** What a question is put with, beside its words. */
import type { Context } from "../context.js";
import type { LedgerSession } from "../ledger/session.js";
import type { SealedOptions } from "../sealed/reference.js";

export interface QuestionFlags extends SealedOptions {
  readonly batch?: string;
  readonly proof?: string;
  readonly freezes?: boolean;
  readonly standsFor?: boolean;
  readonly sameAs?: string;
  readonly sealed?: boolean;
  readonly content?: boolean;
  readonly did?: boolean;
  readonly derivation?: boolean;
  readonly components?: boolean | readonly string[];
  readonly holders?: readonly string[];
  readonly members?: readonly string[];
  readonly opening?: string;
}

/** What is asked for a question: the ledger, and until which block its events go into it. */
export interface Questioning {
  readonly context: Context;
  readonly session: LedgerSession;
  readonly flags: QuestionFlags;
  readonly block: number;
}
