/**
 * Which of many paths a request is for. Express tries its patterns one after the other, and for what stands far down a hundred of them
 * cost more than many an answer; here only those are tried that begin with the request's first segment.
 */

/** A path as it is described, and whatever is kept for it. */
export interface Place<Value> {
  /** Template, `/problems/{code}`: a segment for each of its braces, and a slash at the end or none. */
  readonly path: string;
  /** Tests the path instead of the template; its first segment is the template's, where that has no braces. */
  readonly pattern?: RegExp | undefined;
  readonly value: Value;
}

export interface FoundPlace<Value> {
  readonly value: Value;
  /** What stands for the braces, or the pattern's named groups; decoded. */
  readonly params: Record<string, string>;
}

interface Candidate<Value> {
  readonly test: RegExp;
  /** Segment that all its paths begin with; null for any. */
  readonly first: string | null;
  readonly value: Value;
}

export class PathTable<Value> {
  /** By the first segment, in their order. */
  readonly #byFirst = new Map<string, readonly Candidate<Value>[]>();
  /** Those whose first segment may be any. */
  readonly #others: readonly Candidate<Value>[];

  /** @param places Where several take a path, the first does. */
  constructor(places: readonly Place<Value>[]) {
    const candidates = places.map(({ path, pattern, value }) => ({
      test: pattern ?? templatePattern(path),
      first: firstOfTemplate(path),
      value,
    }));
    this.#others = candidates.filter(({ first }) => first === null);
    for (const { first } of candidates) {
      if (first === null || this.#byFirst.has(first)) continue;
      const own = candidates.filter((other) => other.first === first || other.first === null);
      this.#byFirst.set(first, own);
    }
  }

  /**
   * @param path As it came, percent-encoded, without the query.
   * @throws URIError for a parameter that is no percent-encoded UTF-8.
   */
  find(path: string): FoundPlace<Value> | null {
    const end = path.indexOf("/", 1);
    const first = end < 0 ? path.slice(1) : path.slice(1, end);
    for (const { test, value } of this.#byFirst.get(first) ?? this.#others) {
      const match = test.exec(path);
      if (match !== null) return { value, params: decoded(match.groups) };
    }
    return null;
  }
}

/** null where braces are in it. */
function firstOfTemplate(path: string): string | null {
  const [, first = ""] = path.split("/");
  return first.includes("{") ? null : first;
}

function templatePattern(path: string): RegExp {
  const source = path
    .replace(/\/$/, "")
    .split(/\{(\w+)\}/)
    .map((part, place) => (place % 2 === 0 ? escaped(part) : `(?<${part}>[^/]+)`))
    .join("");
  return new RegExp(`^${source}/?$`);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

function decoded(groups: Readonly<Record<string, string>> = {}): Record<string, string> {
  const params: Record<string, string> = {};
  for (const name in groups) {
    const text = groups[name];
    if (text !== undefined) params[name] = text.includes("%") ? decodeURIComponent(text) : text;
  }
  return params;
}
