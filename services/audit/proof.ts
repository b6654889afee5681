/** The proof in a report, held against a block that is trusted. */
import { isDeepStrictEqual } from "node:util";
import {
  type Answer,
  type BlockHeader,
  documentOf,
  type LedgerPlace,
  type Trust,
  type Verified,
  verifyDocument,
} from "../proofs/index.js";
import { AuditError } from "./errors.js";
import { type Fields, provenFields, statedFields } from "./provenState.js";
import { type Report, sections } from "./report.js";

/** What of a report is more than the word of who made it. */
export interface Standing {
  /** Fields of its state that the proof shows, as the report has them. */
  readonly confirmed: readonly string[];
  /** All else that it says of the thing: other fields of its state, and its other sections. */
  readonly unconfirmed: readonly string[];
}

export interface ProvenState extends Verified, Standing {}

/**
 * Shows that at the block whose hash is trusted the ledger had the thing, and each field of its state that it has a word for, as the
 * report says.
 * @param place The ledger, from whom it is trusted.
 * @throws AuditError AUDIT_NO_PROOF, AUDIT_PROOF_MISMATCH; ProofError
 */
export function verifyState(report: Report, place: LedgerPlace, block: Trust): ProvenState {
  if (report.proof === null) {
    throw new AuditError(
      "AUDIT_NO_PROOF",
      `The report has no proof: ${report.unproven ?? "none was made"}.`,
      {
        hint: "Leave the block's hash out: then the signature alone is checked.",
      },
    );
  }
  const verified = verifyDocument(documentOf(report.proof), { deployment: place, block });
  if (!isOfLedger(report, place)) throw mismatch("it is of another ledger");
  if (!isOfSubject(report, verified.answer)) throw mismatch("it is of another thing");
  if (!isOfBlock(report, verified.block)) throw mismatch("it is of another block");
  const proven = provenFields(verified);
  if (proven === null) throw mismatch("it shows that there was no such thing");
  requireFields(report, proven);
  return { ...verified, ...standingOf(report, proven) };
}

/** Of a report whose proof was not checked, or that has none. */
export const unprovenStanding = (report: Report): Standing => standingOf(report, new Map());

function standingOf(report: Report, proven: Fields): Standing {
  const open = [...statedFields(report.state, proven).keys()].filter((field) => !proven.has(field));
  // What the access log has in it is shown by itself.
  const stated = sections.filter((section) => section !== "accesses" && report[section].length > 0);
  return {
    confirmed: [...proven.keys()].map(inState),
    unconfirmed: [...open.map(inState), ...stated],
  };
}

/** Links may be as long as anybody likes. */
const brief = (value: unknown): string => JSON.stringify(value).slice(0, 80);

const inState = (field: string): string => `state.${field}`;

function requireFields({ state, owners }: Report, proven: Fields): void {
  const stated = statedFields(state, proven);
  for (const [field, shown] of proven) {
    const said = stated.get(field) ?? null;
    if (!isDeepStrictEqual(said, shown))
      throw mismatch(`${inState(field)} is ${brief(said)}, and ${brief(shown)} is proven`);
  }
  const owner = ownerIn(proven);
  if (owner !== null && owner !== owners.at(-1)?.owner) throw mismatch(`it shows ${owner} as the owner`);
}

/** null where a proof of the kind shows no owner. A party that nobody controls any more is its own. */
const ownerIn = (proven: Fields): unknown =>
  ["owner", "holder", "controller", "identity", "grantor"]
    .map((field) => proven.get(field) ?? null)
    .find((shown) => shown !== null) ?? null;

/** A proof of another ledger is refused; what the report says of its ledger is not in the proof. */
const isOfLedger = ({ ledger }: Report, { chainId, contracts }: LedgerPlace): boolean =>
  ledger.chainId === chainId &&
  Object.entries(contracts).every(([name, address]) => ledger.contracts[name] === address);

/** Things of different kinds may have one id: that there is no grant of it says nothing of a twin. */
const isOfSubject = ({ subject }: Report, answer: Answer): boolean =>
  answer.kind === subject.kind && idOf(answer) === subject.id;

const isOfBlock = ({ asOf }: Report, { number, hash, time }: BlockHeader): boolean =>
  asOf.number === number && asOf.hash === hash && asOf.time === time;

/** Of what is proven; null for what no report is of. */
function idOf(answer: Answer): string | null {
  switch (answer.kind) {
    case "record":
    case "twin":
    case "grant":
    case "sealed":
    case "batch":
    case "namespace":
      return answer.id;
    case "party":
      return answer.party;
    default:
      return null;
  }
}

function mismatch(why: string): AuditError {
  return new AuditError(
    "AUDIT_PROOF_MISMATCH",
    `The proof in the report does not show what it says: ${why}.`,
    {
      hint: "Do not rely on the report: ask its maker, or ask the ledger (cadastre prove).",
    },
  );
}
