/** What came of a bulk operation, as it is told: nothing more to say, or messages about its items. */
import { CadastreError } from "../../../errors/cadastreError.js";
import { ResolverError } from "../../errors.js";
import { writeError } from "../../writing/outcome.js";
import { errorMessage, isOwn, resultMessage } from "../errorForm.js";
import type { ResultMessage } from "../schema.js";

/**
 * 204: all of it is on the ledger. 400: it was refused, and nothing of it was sent. 500: nothing was sent for a reason that
 * is not the caller's, or it broke off.
 */
export type BulkResult =
  | { readonly status: 204 }
  | { readonly status: 400 | 500; readonly messages: readonly ResultMessage[] };

/** Whose operation it is, and where its faults are told. */
export interface Teller {
  /** Id of the request that began it. */
  readonly correlationId: string;
  readonly log: (error: unknown) => void;
}

/** What is wrong with an item. */
export interface Fault {
  /** From 0. */
  readonly position: number;
  readonly id: string;
  readonly error: unknown;
}

const shown = ({ position, id }: Pick<Fault, "position" | "id">): string =>
  `Item ${position + 1} (${JSON.stringify(id.slice(0, 200))})`;

/** Nothing was sent. */
export function refused(teller: Teller, faults: readonly Fault[]): BulkResult {
  return refusal(
    teller,
    faults.map((fault) => ({ error: fault.error, about: `${shown(fault)}: ` })),
  );
}

/** Nothing was sent, for a reason that is not about one item. */
export function refusedWhole(teller: Teller, error: unknown): BulkResult {
  return refusal(teller, [{ error, about: "" }]);
}

function refusal(
  teller: Teller,
  reasons: readonly { readonly error: unknown; readonly about: string }[],
): BulkResult {
  const { correlationId } = teller;
  logForeign(
    teller,
    reasons.map(({ error }) => error),
  );
  return {
    status: reasons.every(({ error }) => isOwn(told(error))) ? 400 : 500,
    messages: [
      resultMessage(correlationId, "BULK_REFUSED", "Info", "Nothing was written of any item."),
      ...reasons.map(({ error, about }) => errorMessage(correlationId, told(error), about)),
    ],
  };
}

/** An item after an operation that broke off. */
export interface ItemOutcome extends Pick<Fault, "position" | "id"> {
  /** undefined for one that is whole. */
  readonly broken:
    | {
        readonly error: unknown;
        /** How many of its things are on the ledger as they shall be; null where the ledger cannot be asked. */
        readonly standing: { readonly done: number; readonly all: number } | null;
      }
    | undefined;
}

/** Something was sent, and not all of it took place. */
export function brokeOff(teller: Teller, outcomes: readonly ItemOutcome[]): BulkResult {
  const { correlationId } = teller;
  logForeign(
    teller,
    outcomes.flatMap(({ broken }) => broken?.error ?? []),
  );
  const whole = outcomes.filter(({ broken }) => broken === undefined).length;
  const summary =
    `It broke off: ${whole} of ${outcomes.length} items are on the ledger whole, and nothing was taken back. ` +
    "Send the same again to finish it: what is on the ledger stays as it is.";
  return {
    status: 500,
    messages: [
      resultMessage(correlationId, "BULK_BROKE_OFF", "Error", summary),
      ...outcomes.map((outcome) => {
        const { broken } = outcome;
        if (broken === undefined) {
          return resultMessage(correlationId, "BULK_ITEM_DONE", "Info", `${shown(outcome)}: done.`);
        }
        const { standing } = broken;
        const rest =
          standing === null
            ? "the ledger could not be asked what there is of it"
            : `${standing.done} of its ${standing.all} parts are on the ledger as they shall be`;
        return errorMessage(correlationId, told(broken.error), `${shown(outcome)}: ${rest}. `);
      }),
    ],
  };
}

/** The error in the resolver's terms. */
function told(error: unknown): CadastreError {
  const known = writeError(error);
  return known instanceof CadastreError
    ? known
    : new ResolverError("RESOLVER_INTERNAL", "An unexpected error happened.", { cause: known });
}

/** What is not the caller's goes to the log, once: items fail of one cause together. */
function logForeign({ log }: Teller, errors: readonly unknown[]): void {
  const first = errors.find((error) => !isOwn(told(error)));
  if (first !== undefined) log(first);
}
