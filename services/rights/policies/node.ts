/** A value of the document with its place, and how JSON-LD writes objects, lists, names and literals. */
import { memberPath, PolicyError } from "./errors.js";
import { fullName, type Names } from "./names.js";

export interface Node {
  readonly value: unknown;
  /** JSONPath. */
  readonly path: string;
  readonly names: Names;
}

/** Members of an object by their full names. */
export type Members = ReadonlyMap<string, Node>;

/** @throws PolicyError `POLICY_VALUE`, `POLICY_DUPLICATE` */
export function membersOf({ value, path, names }: Node, what: string): Members {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new PolicyError("POLICY_VALUE", path, `This is no ${what}.`, "An object is expected.");
  const members = new Map<string, Node>();
  for (const [name, member] of Object.entries(value)) {
    const full = fullName(name, names);
    const place = memberPath(path, name);
    if (members.has(full))
      throw new PolicyError(
        "POLICY_DUPLICATE",
        place,
        "The member is there twice, in two spellings.",
        "Keep one.",
      );
    members.set(full, { value: member, path: place, names });
  }
  return members;
}

/** @throws PolicyError `POLICY_MEMBER` where there is a member that nobody reads: it could be a condition. */
export function onlyMembers(members: Members, allowed: readonly string[]): void {
  for (const [name, { path }] of members)
    if (!allowed.includes(name))
      throw new PolicyError(
        "POLICY_MEMBER",
        path,
        "The member is unknown, or not supported here.",
        "What is not understood cannot be agreed to: leave it out.",
      );
}

/** @throws PolicyError `POLICY_MEMBER` where a member that is not supported says anything at all. */
export function emptyMember(member: Node | undefined): void {
  if (member === undefined || (Array.isArray(member.value) && member.value.length === 0)) return;
  throw new PolicyError("POLICY_MEMBER", member.path, "The member is not supported here.", "Leave it out.");
}

/** One value or several, with or without `@list` or `@set` around them; none where there is no member. */
export function listOf(node: Node | undefined): readonly Node[] {
  if (node === undefined) return [];
  const { value, path, names } = node;
  if (Array.isArray(value))
    return value.flatMap((each, index) => listOf({ value: each, path: `${path}[${index}]`, names }));
  const inner = wrapped(value, "@list") ?? wrapped(value, "@set");
  return inner === undefined
    ? [node]
    : listOf({ value: inner.value, path: memberPath(path, inner.key), names });
}

/** The only one. @throws PolicyError `POLICY_VALUE`, `POLICY_MISSING` */
export function onlyOne(node: Node | undefined, parent: Node, what: string): Node {
  const [one, another] = listOf(node);
  if (one === undefined)
    throw new PolicyError("POLICY_MISSING", parent.path, `There is no ${what}.`, `Give one ${what}.`);
  if (another !== undefined)
    throw new PolicyError("POLICY_VALUE", another.path, `There is more than one ${what}.`, "Give one.");
  return one;
}

/** A text or whole number, with or without `@value` or `@id` around it. @throws PolicyError `POLICY_VALUE` */
export function literalOf({ value, path }: Node): string {
  const literal = wrapped(value, "@value")?.value ?? wrapped(value, "@id")?.value ?? value;
  if (typeof literal === "string" && literal !== "" && literal.trim() === literal) return literal;
  if (Number.isSafeInteger(literal)) return String(literal);
  throw new PolicyError("POLICY_VALUE", path, "This is no value.", "A text or a whole number is expected.");
}

/** The full name that a text or `@id` stands for. @throws PolicyError `POLICY_VALUE` */
export function nameOf(node: Node): string {
  return fullName(literalOf(node), node.names);
}

/** What alone stands in an object under `key`, a datatype beside it. */
function wrapped(value: unknown, key: string): { readonly key: string; readonly value: unknown } | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value).filter(([name]) => !(key === "@value" && name === "@type"));
  const [entry, more] = entries;
  return entry?.[0] === key && more === undefined ? { key, value: entry[1] } : undefined;
}
