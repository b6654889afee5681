/** Co-authors, licence terms and permissions of twins (docs/contracts.md, "Twin models"; ITwinTerms). */
import { OwnedTwins } from "./ownedTwins.js";
import type { Account } from "./parties.js";
import { type Outcome, Refusals } from "./refusals.js";

export type TwinUse = "derive" | "compose";

export interface AuthorShare {
  readonly party: Account;
  /** Basis points. */
  readonly share: number;
}

const whole = 10_000;
const mostAuthors = 16;

export class TwinTerms extends OwnedTwins {
  readonly #authors = new Map<string, readonly AuthorShare[]>();
  /** By twin, all that were ever attached, null for none any more. */
  readonly #licences = new Map<string, readonly (string | null)[]>();
  readonly #permissions = new Set<string>();

  /** The author alone where nobody else was named, and none where there is no twin. */
  authorsOf(twin: string): readonly AuthorShare[] {
    const author = this.twins.all.get(twin)?.author;
    if (author === undefined) return [];
    return this.#authors.get(twin) ?? [{ party: author, share: whole }];
  }

  licencesOf(twin: string): readonly (string | null)[] {
    return this.#licences.get(twin) ?? [];
  }

  /** Name of the licence terms in force. */
  licenceOf(twin: string): string | null {
    return this.licencesOf(twin).at(-1) ?? null;
  }

  /** Whether the twin's present owner permitted the party; null stands for everyone. */
  isPermitted(twin: string, use: TwinUse, party: Account | null): boolean {
    return this.isPermittedItself(twin, use, party) || this.isPermittedItself(twin, use, null);
  }

  /** The same, but for what is permitted to everyone. */
  isPermittedItself(twin: string, use: TwinUse, party: Account | null): boolean {
    return this.#permissions.has(this.#permission(twin, use, party));
  }

  /** It ends with the holding under which it was given. */
  #permission(twin: string, use: TwinUse, party: Account | null): string {
    return `${twin} ${this.twins.all.get(twin)?.epoch} ${use} ${party}`;
  }

  nameAuthors(by: Account, name: string, authors: readonly AuthorShare[]): Outcome {
    const no = new Refusals();
    const twin = this.twins.all.get(name);
    if (twin === undefined) return ["UnknownTwin"];
    this.parties.mustAct(no, by, twin.author, "NotAuthor");
    no.when(twin.frozen, "ThingIsFrozen");
    no.when(this.#authors.has(name), "AuthorsNamed");
    no.when(authors.length < 2 || authors.length > mostAuthors, "InvalidAuthors");
    no.unless(authors[0]?.party === twin.author, "InvalidAuthors");
    no.unless(new Set(authors.map(({ party }) => party)).size === authors.length, "InvalidAuthors");
    no.when(
      authors.some(({ share }) => share === 0),
      "InvalidAuthors",
    );
    no.unless(authors.reduce((sum, { share }) => sum + share, 0) === whole, "InvalidAuthors");
    for (const { party } of authors) this.parties.mustReceive(no, party);
    if (!no.any) this.#authors.set(name, authors);
    return no.errors;
  }

  attachLicence(by: Account, name: string, licence: string | null): Outcome {
    const no = new Refusals();
    this.ownLiving(no, by, name);
    no.when(this.licenceOf(name) === licence, "InvalidLicence");
    if (!no.any) this.#licences.set(name, [...this.licencesOf(name), licence]);
    return no.errors;
  }

  permitUse(by: Account, name: string, use: TwinUse, party: Account | null, allowed: boolean): Outcome {
    const no = new Refusals();
    this.ownLiving(no, by, name);
    if (allowed && party !== null) this.parties.mustReceive(no, party);
    if (no.any) return no.errors;
    if (allowed) this.#permissions.add(this.#permission(name, use, party));
    else this.#permissions.delete(this.#permission(name, use, party));
    return no.errors;
  }
}
