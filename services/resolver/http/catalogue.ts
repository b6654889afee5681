/**
 * What each problem means to a caller of the HTTP interface: its status, its title and its page under `/problems/`.
 *
 * A problem's `type` is `/problems/` and its code in kebab case, relative to the resolver that answers (RFC 9457,
 * section 3.1.1).
 */
import type { ResolverCode } from "../errors.js";
import { callerProblems } from "./catalogue/callers.js";
import { entrustedProblems } from "./catalogue/entrusted.js";
import { eventProblems } from "./catalogue/events.js";
import type { ProblemKind } from "./catalogue/kind.js";
import { proofProblems } from "./catalogue/proofs.js";
import { requestProblems } from "./catalogue/requests.js";
import { serviceProblems } from "./catalogue/service.js";
import { thingProblems } from "./catalogue/things.js";
import { writingProblems } from "./catalogue/writing.js";

/** A subject a file. */
const resolverProblems: Readonly<Record<ResolverCode, ProblemKind>> = {
  ...requestProblems,
  ...callerProblems,
  ...thingProblems,
  ...entrustedProblems,
  ...eventProblems,
  ...writingProblems,
  ...proofProblems,
  ...serviceProblems,
};

/** Codes of other layers that can reach a caller, by the folder's prefix. */
const foreignProblems: readonly (readonly [prefix: string, kind: ProblemKind])[] = [
  [
    "IDENTIFIER_",
    {
      status: 400,
      title: "Malformed identifier",
      explanation:
        "The text is not an identifier of any scheme that is known here, or breaks its scheme's rules. The problem's " +
        "detail says which, and its position where.",
    },
  ],
  [
    "VAULT_",
    {
      status: 503,
      title: "Vault unavailable",
      explanation:
        "What owners have entrusted to the resolver cannot be read or written now. The request id finds the reason in the " +
        "operator's log. What is public is not affected.",
    },
  ],
  [
    "ACCESS_LOG_ALLOWANCE_USED",
    {
      status: 429,
      title: "Too much for the access log",
      explanation:
        "What is decided for a party and shown to it is logged, and a party may have only so many entries an hour. Ask again after " +
        "`retryAfter` seconds, or about less at once. Whoever needs more asks the resolver's operator (CADASTRE_ACCESS_LOG_HOURLY).",
    },
  ],
  [
    "ACCESS_LOG_",
    {
      status: 503,
      title: "Access log unavailable",
      explanation:
        "The resolver cannot write or read its log of decisions, and decides nothing that it could not log. The request " +
        "id finds the reason in the operator's log.",
    },
  ],
  [
    "STORE_",
    {
      status: 503,
      title: "Index unavailable",
      explanation:
        "The resolver's index cannot be read. The request id finds the reason in the operator's log.",
    },
  ],
];

function isResolverCode(code: string): code is ResolverCode {
  return Object.hasOwn(resolverProblems, code);
}

/** The kind of a code, or undefined for one that no caller should see. */
export function problemKind(code: string): ProblemKind | undefined {
  if (isResolverCode(code)) return resolverProblems[code];
  return foreignProblems.find(([prefix]) => code.startsWith(prefix))?.[1];
}

/** `RESOLVER_NO_LINK` → `/problems/resolver-no-link`. */
export function problemType(code: string): string {
  return `/problems/${code.toLowerCase().replaceAll("_", "-")}`;
}

/** The code behind a page's name, or undefined where the name is not in kebab case. */
export function codeOfPage(name: string): string | undefined {
  return /^[a-z]+(-[a-z0-9]+)+$/.test(name) ? name.toUpperCase().replaceAll("-", "_") : undefined;
}
