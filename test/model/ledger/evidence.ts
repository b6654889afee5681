/** Digests that parties vouch for (docs/contracts.md, "Evidence"), by name. */
import type { Clock } from "./clock.js";
import type { Account, Parties } from "./parties.js";
import { type Outcome, Refusals } from "./refusals.js";

export interface Bundle {
  readonly anchoredAt: number;
  readonly count: number;
  readonly supersedes: string | null;
  supersededBy: string | null;
}

const key = (author: Account, digest: string): string => `${author} ${digest}`;

export class Evidence {
  readonly #anchors = new Map<string, number>();
  readonly #bundles = new Map<string, Bundle>();

  constructor(
    readonly parties: Parties,
    readonly clock: Clock,
  ) {}

  /** When the author first anchored it, 0 where it never did. */
  anchorOf(digest: string, author: Account): number {
    return this.#anchors.get(key(author, digest)) ?? 0;
  }

  bundleOf(root: string, author: Account): Bundle | undefined {
    return this.#bundles.get(key(author, root));
  }

  anchor(by: Account, author: Account, digests: readonly string[]): Outcome {
    const no = new Refusals();
    this.parties.mustAct(no, by, author);
    no.when(digests.length === 0, "TooManyDigests");
    if (!no.any) for (const digest of digests) this.#keep(author, digest);
    return no.errors;
  }

  #keep(author: Account, digest: string): void {
    if (this.anchorOf(digest, author) === 0) this.#anchors.set(key(author, digest), this.clock.now);
  }

  anchorBundle(
    by: Account,
    author: Account,
    root: string,
    count: number,
    supersedes: string | null,
  ): Outcome {
    const no = new Refusals();
    this.parties.mustAct(no, by, author);
    no.when(count === 0, "InvalidBundle");
    no.when(this.bundleOf(root, author) !== undefined, "BundleExists");
    const before = supersedes === null ? undefined : this.bundleOf(supersedes, author);
    no.when(supersedes !== null && before === undefined, "UnknownBundle");
    no.when((before?.supersededBy ?? null) !== null, "BundleSuperseded");
    if (no.any) return no.errors;
    this.#keep(author, root);
    const bundle = { anchoredAt: this.clock.now, count, supersedes, supersededBy: null };
    this.#bundles.set(key(author, root), bundle);
    if (before !== undefined) before.supersededBy = root;
    return no.errors;
  }
}
