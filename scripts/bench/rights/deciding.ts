/** What a decision costs beside a resolution, and when more partners have rights to the same data. */
import { isLedgerIdentifier, parseIdentifier } from "../../../services/identifiers/index.js";
import { told } from "../../../services/resolver/decisions/told.js";
import { momentOf } from "../../../services/resolver/resolution/moment.js";
import { resolve } from "../../../services/resolver/resolution/resolve.js";
import { presenter } from "../../../services/resolver/v1/present.js";
import type { Address, RecordId } from "../../../services/store/model.js";
import { openStore, type Store } from "../../../services/store/store.js";
import { baseUrl } from "../http/questions.js";
import { type Contender, type MeasureOptions, measure } from "../measure.js";
import { type Figure, figure, type Section } from "../report.js";
import { handleRecord, partnerOf, serialOf, sharedScope } from "../world/names.js";

/** A store in which so many partners share the data of one pump, and as many others that of the next. */
export interface SharedStore {
  readonly location: string;
  readonly sharing: number;
}

/** Pumps asked about in turn, and the fewest partners: more than a view remembers. */
export const variety = 4_096;
/** From one partner to the next who asks: a prime, so that all come to ask, and seldom two about the same thing in a row. */
const stride = 7_919;

/**
 * Stores are measured side by side, so that whatever disturbs meets all of them alike.
 * @param shared The one with the fewest grants on one thing's data first.
 */
export async function benchDeciding(
  shared: readonly [SharedStore, ...SharedStore[]],
  options?: MeasureOptions,
): Promise<Section> {
  const opened = await Promise.all(
    shared.map(async (of) => ({ of, store: await openStore(of.location, { createIfMissing: false }) })),
  );
  try {
    const rates = measure(
      opened.flatMap(({ of, store }) => [
        resolving(of, store),
        deciding(of, store, "allowed"),
        deciding(of, store, "denied"),
      ]),
      options,
    );
    return {
      title: "Rights: decisions, each with its answer as JSON",
      note: "per second of processor time, in one process and without HTTP; every partner has a right of its own to the data, and all ask in turn, in no order",
      figures: shared.flatMap((of) => figuresOf(of, shared[0], (name) => rates.get(name) ?? Number.NaN)),
    };
  } finally {
    for (const { store } of opened) await store.close();
  }
}

function figuresOf(of: SharedStore, first: SharedStore, rateOf: (name: string) => number): readonly Figure[] {
  const resolved = rateOf(nameOf("resolve", of));
  const decisions = (["allowed", "denied"] as const).map((outcome) => {
    const rate = rateOf(nameOf(outcome, of));
    const growth = of === first ? {} : { [grantsOf(first)]: rateOf(nameOf(outcome, first)) };
    return figure(nameOf(outcome, of), "decisions", rate, { resolve: resolved, ...growth });
  });
  return [figure(nameOf("resolve", of), "answers", resolved), ...decisions];
}

const names = { resolve: "/v1/resolve of a serial", allowed: "allowed", denied: "denied" } as const;
const grantsOf = ({ sharing }: SharedStore): string => `${sharing.toLocaleString("en")} grants`;
const nameOf = (what: keyof typeof names, of: SharedStore): string => `${names[what]}, ${grantsOf(of)}`;

function resolving(of: SharedStore, store: Store): Contender {
  const asked = Array.from({ length: variety }, (_, pump) => {
    const identifier = parseIdentifier(serialOf(pump));
    if (!isLedgerIdentifier(identifier)) throw new TypeError("A serial number is of the ledger");
    return identifier;
  });
  return {
    name: nameOf("resolve", of),
    run: (turn) =>
      store.read((view) => {
        const identifier = asked[turn % asked.length];
        if (identifier === undefined) throw new RangeError("There are no pumps");
        const moment = momentOf(view);
        const found = resolve(view, undefined, identifier, moment.at);
        if (found.kind !== "resolution") throw new Error(`${identifier.canonical} is not there`);
        const present = presenter(view, moment, baseUrl);
        return JSON.stringify(present.resolution(identifier.canonical, identifier, found));
      }),
  };
}

/**
 * All partners ask about themselves: of a million none asks twice, so that nothing of theirs is remembered. Who is denied is a party
 * without a right to what it asks for.
 */
function deciding(of: SharedStore, store: Store, outcome: "allowed" | "denied"): Contender {
  const scope = outcome === "allowed" ? sharedScope : "drawings";
  const partners = partnersOf(of);
  return {
    name: nameOf(outcome, of),
    run: (turn) =>
      store.read((view) => {
        const number = (turn * stride) % partners;
        const party = partnerOf(number);
        const asset = handleRecord(Math.floor(number / of.sharing));
        const moment = momentOf(view);
        const present = presenter(view, moment, baseUrl);
        const { answer } = told(
          { view, moment, present, caller: callerFor(party) },
          questionBy(party, asset, scope),
        );
        if (answer.allowed !== (outcome === "allowed")) throw new Error(`${party}: ${answer.reason}`);
        return JSON.stringify(answer);
      }),
  };
}

/** How many partners there are. */
export const partnersOf = ({ sharing }: Pick<SharedStore, "sharing">): number => Math.max(sharing, variety);

const callerFor = (party: Address) =>
  ({ kind: "party", party, key: party, via: "signature", as: "controller" }) as const;

const questionBy = (subject: Address, record: RecordId, scope: string) => ({
  subject,
  onBehalfOf: null,
  asset: { kind: "record", id: record } as const,
  scope,
  action: "read" as const,
  openings: [],
  grant: null,
  purpose: null,
  meter: null,
  policies: new Map(),
});
