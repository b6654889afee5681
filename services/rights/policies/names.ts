/** What a JSON-LD name stands for, under the context in which it is written. */
import { memberPath, PolicyError } from "./errors.js";
import { operandNames } from "./operands.js";
import {
  defaultRelease,
  knownContexts,
  knownVocabularies,
  odrlNames,
  odrlNamespace,
  type ProfileRelease,
  profileReleases,
  sameNames,
  usualPrefixes,
} from "./vocabulary.js";

export interface Names {
  readonly prefixes: ReadonlyMap<string, string>;
  /** Of operands that are written without a namespace. */
  readonly release: ProfileRelease;
}

export const usualNames: Names = { prefixes: usualPrefixes, release: defaultRelease };

/**
 * The full name: an IRI, a keyword of JSON-LD, or the text as it is where it is neither known nor an IRI.
 *
 * A name of ODRL or of the profile means what it says whatever the context: `namesWith` refuses a context that has it
 * otherwise, and connectors rely on it where they send none.
 */
export function fullName(text: string, { prefixes, release }: Names): string {
  const full = text.includes(":") ? prefixedName(text, prefixes) : bareName(text, release);
  return sameNames.get(full) ?? full;
}

function prefixedName(text: string, prefixes: Names["prefixes"]): string {
  const colon = text.indexOf(":");
  const rest = text.slice(colon + 1);
  // No declaration makes a prefix of the scheme of an address.
  const prefix = rest.startsWith("//") ? undefined : prefixes.get(text.slice(0, colon));
  return prefix === undefined ? text : prefix + rest;
}

function bareName(text: string, release: ProfileRelease): string {
  if (text === "uid") return "@id";
  if (text === "type") return "@type";
  if (odrlNames.has(text)) return odrlNamespace + text;
  return isProfileName(text) ? release + text : text;
}

const isProfileName = (text: string): boolean =>
  text === "access" || operandNames.some((name) => name === text);

/**
 * The names under a `@context`: addresses of known contexts, and objects that declare prefixes.
 *
 * @throws PolicyError `POLICY_CONTEXT`
 */
export function namesWith(names: Names, context: unknown, path: string): Names {
  if (Array.isArray(context))
    return context.reduce((sofar: Names, each, index) => namesWith(sofar, each, `${path}[${index}]`), names);
  if (typeof context === "string") {
    const release = knownContexts.get(context);
    if (release === undefined)
      throw wrong(path, "The context is not known, and contexts are never fetched.", knownHint);
    return release === null ? names : withRelease(names, release);
  }
  if (typeof context !== "object" || context === null)
    throw wrong(path, "A context is an address or an object.", knownHint);
  return Object.entries(context).reduce(
    (sofar, [term, value]) => withTerm(sofar, term, value, memberPath(path, term)),
    names,
  );
}

const mostPrefixes = 64;
const knownHint = "Use those of ODRL, the Dataspace Protocol and Catena-X, or declare prefixes in place.";

function withTerm(names: Names, term: string, value: unknown, path: string): Names {
  const target = targetOf(value);
  if (term === "@version" || term === "@protected") return names;
  if (term === "@vocab" && target !== null && knownVocabularies.includes(target)) {
    const release = profileReleases.find((known) => known === target);
    return release === undefined ? names : withRelease(names, release);
  }
  if (term.startsWith("@") || target === null)
    throw wrong(path, "The context holds what is not supported here.", "Declare prefixes only.");
  const before = fullName(term, names);
  if ((before !== term || term.includes(":")) && fullName(target, names) !== before)
    throw wrong(
      path,
      "The context gives a name of ODRL or of the profile another meaning.",
      `It is ${before}.`,
    );
  if (!/[/#:]$/.test(target)) return names;
  const release = term === "cx-policy" ? profileReleases.find((known) => known === target) : undefined;
  const prefixes = new Map(names.prefixes).set(term, target);
  if (prefixes.size > mostPrefixes)
    throw wrong(path, "The context declares too much.", `At most ${mostPrefixes} prefixes are read.`);
  return { prefixes, release: release ?? names.release };
}

function targetOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  const known = typeof value === "object" && value !== null && "@id" in value ? value["@id"] : null;
  return typeof known === "string" ? known : null;
}

const withRelease = ({ prefixes }: Names, release: ProfileRelease): Names => ({
  prefixes: new Map(prefixes).set("cx-policy", release),
  release,
});

function wrong(path: string, message: string, expected: string): PolicyError {
  return new PolicyError("POLICY_CONTEXT", path, message, expected);
}
