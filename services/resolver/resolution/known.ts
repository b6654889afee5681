/** What is known of identifiers that somebody is about to register: of many at once, so no more of each than that takes. */
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { splitNumber } from "../../identifiers/numbers.js";
import type { Known } from "../../importers/registration/known.js";
import { recordId } from "../../ledger/ids.js";
import type { BatchId } from "../../store/model.js";
import type { NumberBlock, NumberForm } from "../../store/places.js";
import type { EntityView, View } from "../../store/view.js";
import { type Lists, memberAt } from "./members.js";
import { schemeIds } from "./zones.js";

/**
 * Where there are no batches and no ranges on the ledger, as before a first import, only records are looked for: that takes a third of the time.
 * @param at Unix seconds at which their namespaces must not have expired.
 */
export async function knowing(
  view: View,
  lists: Lists,
  at: number,
): Promise<(identifier: LedgerIdentifier) => Known | null> {
  if (!(await view.hasRanges()) && !(await hasBatches(view))) {
    return (identifier) => (hasRecord(view, identifier) ? { kind: "record" } : null);
  }
  const ranges = new Ranges(view);
  return (identifier) => knownOf(view, lists, identifier, at, ranges);
}

async function hasBatches(view: View): Promise<boolean> {
  const whole = await view.wholeActivity();
  return [...whole.values()].some(({ batches }) => batches !== undefined);
}

const hasRecord = (view: EntityView, { scheme, canonical }: LedgerIdentifier): boolean =>
  view.recordOnce(recordId(schemeIds[scheme], canonical)) !== null;

/**
 * null where it is free, as far as the index and the lists that are here say. What a former tenure of the namespace listed counts for
 * nothing, and is free too.
 */
function knownOf(
  view: EntityView,
  lists: Lists,
  identifier: LedgerIdentifier,
  at: number,
  ranges: Ranges,
): Known | null {
  if (hasRecord(view, identifier)) return { kind: "record" };
  const range = ranges.around(identifier);
  const member = memberAt(view, lists, identifier, at, () => range);
  if (member === null) return range === null ? null : { kind: "reserved", range };
  const { batch, index, status } = member;
  if (batch.kind === "merkle" && status === "namespace-lapsed") return null;
  return {
    kind: "member",
    batch: batch.id,
    way: batch.kind === "rule" ? "range" : "list",
    index: index.toString(),
    owner: batch.owner,
    status,
    links: batch.kind === "merkle" ? (lists?.linksOf(batch.id) ?? {}) : {},
  };
}

/** Blocks that are remembered at once. */
const mostBlocks = 65_536;

/** Ranges around identifiers that are asked for together: those with the same leading digits share most of their look-ups. */
class Ranges {
  readonly #view: EntityView;
  readonly #blocks = new Map<string, BatchId | null>();
  /** The form that was asked for last. */
  #last: { readonly form: NumberForm; readonly had: boolean } | null = null;

  constructor(view: EntityView) {
    this.#view = view;
  }

  /** The batch or reservation in whose range the identifier lies; null where none has it. */
  around({ scheme, canonical }: LedgerIdentifier): BatchId | null {
    const numbered = splitNumber(canonical);
    if (numbered === null) return null;
    const { stem, digits, tail } = numbered;
    const { form, had } = this.#formOf({ scheme: schemeIds[scheme], stem, tail, width: digits.length });
    if (!had) return null;
    for (let length = 0; length < digits.length; length++) {
      const taken = this.#taken({ form, digits: digits.slice(0, length) });
      if (taken !== null) return taken;
    }
    return this.#view.takenBlock({ form, digits });
  }

  #formOf(form: NumberForm) {
    if (this.#last === null || !isSame(this.#last.form, form)) {
      this.#last = { form, had: this.#view.hadRanges(form) };
    }
    return this.#last;
  }

  #taken({ form, digits }: NumberBlock): BatchId | null {
    const name = [digits, form.width, form.scheme, form.tail, form.stem].join("\n");
    const known = this.#blocks.get(name);
    if (known !== undefined) return known;
    const taken = this.#view.takenBlock({ form, digits });
    if (this.#blocks.size >= mostBlocks) this.#blocks.clear();
    this.#blocks.set(name, taken);
    return taken;
  }
}

const isSame = (one: NumberForm, other: NumberForm): boolean =>
  one.stem === other.stem &&
  one.width === other.width &&
  one.tail === other.tail &&
  one.scheme === other.scheme;
