/** JSON from anyone, read within bounds, before anything in it is believed. */
import { memberPath, PolicyError } from "./errors.js";

/** Longest text of a policy, in UTF-16 units. The field's longest have some thousand. */
export const longestPolicy = 131_072;
/** Objects and arrays in one another. */
const deepest = 24;
/** Values in a policy, members and elements alike. */
const mostValues = 4096;
const longestText = 2048;

/**
 * The JSON value of a text. JSON leaves open which of two members of one name counts, so that two readers could see two
 * policies in one text: that is refused.
 *
 * @throws PolicyError `POLICY_JSON`, `POLICY_TOO_LARGE`, `POLICY_DUPLICATE`
 */
export function parseJson(text: string): unknown {
  if (text.length > longestPolicy)
    throw tooLarge("$", `The text has ${text.length} characters.`, `At most ${longestPolicy} are read.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new PolicyError("POLICY_JSON", "$", "The text is not valid JSON.", "Check that it is complete.");
  }
  refuseTwins(text);
  return value;
}

/** @param text Valid JSON. */
function refuseTwins(text: string): void {
  const open: (Set<string> | null)[] = [];
  for (const [token, string, colon] of text.matchAll(/("[^"\\]*(?:\\.[^"\\]*)*")\s*(:?)|[{}[\]]/g)) {
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(null);
    else if (token === "}" || token === "]") open.pop();
    else if (string !== undefined && colon === ":") addOnce(open.at(-1), String(JSON.parse(string)));
  }
}

function addOnce(names: Set<string> | null | undefined, name: string): void {
  if (names?.has(name))
    throw new PolicyError(
      "POLICY_DUPLICATE",
      memberPath("$", name),
      "The member is there twice.",
      "Keep one.",
    );
  names?.add(name);
}

/**
 * Refuses what is too deep, too much or not well-formed text; what is left can be walked without care. A value that holds
 * itself is too deep.
 *
 * @throws PolicyError `POLICY_TOO_LARGE`, `POLICY_VALUE`
 */
export function checkBounds(value: unknown): void {
  let left = mostValues;
  const walk = (each: unknown, path: string, depth: number): void => {
    left -= 1;
    if (left < 0) throw tooLarge("$", "There is too much in it.", `At most ${mostValues} values are read.`);
    if (depth > deepest) throw tooLarge(path, "It is too deep.", `At most ${deepest} levels are read.`);
    if (typeof each === "string") checkString(each, path);
    if (typeof each !== "object" || each === null) return;
    for (const [name, member] of Object.entries(each)) {
      checkString(name, path);
      walk(member, Array.isArray(each) ? `${path}[${name}]` : memberPath(path, name), depth + 1);
    }
  };
  walk(value, "$", 0);
}

/** Policies are shown to people and hashed: neither likes control characters and halves of characters. */
function checkString(text: string, path: string): void {
  if (text.length > longestText)
    throw tooLarge(path, `The text has ${text.length} characters.`, `At most ${longestText} are read.`);
  if (/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]|\p{Cs}/u.test(text))
    throw new PolicyError(
      "POLICY_VALUE",
      path,
      "The text holds a control character, or half of a character.",
      "Remove it.",
    );
}

function tooLarge(path: string, message: string, expected: string): PolicyError {
  return new PolicyError("POLICY_TOO_LARGE", path, message, expected);
}
