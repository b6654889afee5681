/** Terms of data-sharing rights (docs/rights.md, "Terms"), by name. */
import { type Outcome, Refusals } from "./refusals.js";

export interface RightTerms {
  readonly actions: number;
  readonly sublicences: number;
  /** Seconds. */
  readonly notice: number;
  readonly exclusive: boolean;
  readonly irrevocable: boolean;
  readonly byAcceptance: boolean;
}

/** Bits of all actions that there are: read, use, modify, distribute, derive. */
export const allActions = 31;
const mostSublicences = 4;

/** What a grant without terms is under. */
export const openTerms: RightTerms = {
  actions: allActions,
  sublicences: 0,
  notice: 0,
  exclusive: false,
  irrevocable: false,
  byAcceptance: false,
};

export class TermsBook {
  readonly all = new Map<string, RightTerms>();

  register(name: string, terms: RightTerms): Outcome {
    const no = new Refusals();
    no.when(terms.actions === 0 || terms.actions > allActions, "InvalidTerms");
    no.when(terms.sublicences > mostSublicences, "InvalidTerms");
    no.when(terms.irrevocable && terms.notice !== 0, "InvalidTerms");
    no.when(this.all.has(name), "TermsExist");
    if (!no.any) this.all.set(name, terms);
    return no.errors;
  }

  /** Terms of that name; null stands for none, which are open. */
  of(name: string | null): RightTerms | undefined {
    return name === null ? openTerms : this.all.get(name);
  }
}
