import canonicalize from "canonicalize";

/** RFC 8785 text of JSON. */
export function canonicalText(json: object | string): string {
  // Undefined comes only of undefined.
  return canonicalize(json) ?? "";
}

/** Sorted, each once: where neither order nor repetition means anything. */
export function inOrder<Item extends object | string>(items: readonly Item[]): readonly Item[] {
  const byText = new Map(items.map((item) => [canonicalText(item), item] as const));
  return [...byText].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, item]) => item);
}
