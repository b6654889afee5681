/** Answers as JSON. What many of them have in common, such as their authority, is written out once while it is at hand. */

/** null for what was not written yet. */
const texts = new WeakMap<object, string | null>();

/** Says that a part, which never changes, is one of many answers. */
export function shared<Part extends object>(part: Part): Part {
  texts.set(part, null);
  return part;
}

/**
 * An answer as `JSON.stringify` writes it.
 * @param leftOut Name of a member that is not.
 */
export function written(answer: object, leftOut?: string): string {
  let members = "";
  for (const [name, value] of Object.entries(answer)) {
    if (value === undefined || name === leftOut) continue;
    members += `${members === "" ? "" : ","}${JSON.stringify(name)}:${textOf(value)}`;
  }
  return `{${members}}`;
}

function textOf(value: unknown): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (Array.isArray(value) && value.length === 0) return "[]";
  if (typeof value !== "object") return JSON.stringify(value);
  const known = texts.get(value);
  if (known) return known;
  const text = JSON.stringify(value);
  if (known === null) texts.set(value, text);
  return text;
}
