/** Whether a party has units for a use, and lets its host take them: what `UsageQuotas.consume` will ask. */
import { hasCome } from "../../store/lasting.js";
import type { Address } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import type { DecisionMoment, Question } from "../decisions/question.js";
import type { AssetState } from "../holding.js";
import type { Meter } from "./meter.js";

export interface MeterStanding {
  readonly reason: "granted" | "quota-of-others" | "quota-over" | "quota-exhausted" | "quota-not-allowed";
  /** Null where nothing is counted, or by a quota that is not of this data. */
  readonly meter: Meter | null;
  /** First second at which the units no longer count; 0 for never. */
  readonly until: number;
}

const unmetered: MeterStanding = { reason: "granted", meter: null, until: 0 };

/** @param party Whose units they are. */
export function meterStanding(
  view: EntityView,
  { at }: DecisionMoment,
  { epoch }: AssetState,
  party: Address,
  { asset, scope, meter: asked }: Question<string | null>,
): MeterStanding {
  if (asked === null) return unmetered;
  const quota = view.quota(asked.quota);
  const held = BigInt(view.quotaBalance(asked.quota, party));
  const meter = meterOf(view, party, held, asked);
  const isOfThis =
    quota !== null &&
    meter !== null &&
    quota.asset.kind === asset.kind &&
    quota.asset.id === asset.id &&
    (quota.scope === "" || quota.scope === scope);
  if (!isOfThis) return { ...unmetered, reason: "quota-of-others" };
  const { until, assetEpoch } = quota;
  const isOver = (until !== 0 && hasCome(until, at)) || (assetEpoch !== 0 && assetEpoch !== epoch);
  if (isOver) return { reason: "quota-over", meter, until };
  if (held < asked.units) return { reason: "quota-exhausted", meter, until };
  return { reason: meter.left < asked.units ? "quota-not-allowed" : "granted", meter, until };
}

function meterOf(
  view: EntityView,
  party: Address,
  held: bigint,
  { quota, host }: Pick<Meter, "quota" | "host">,
): Meter | null {
  const registry = view.fingerprint()?.contracts.quotas;
  if (registry === undefined) return null;
  const may = allowed(view, party, { quota, host });
  return {
    registry,
    quota,
    host,
    settled: BigInt(view.usedUnits(quota, party, host)),
    left: may === null || may > held ? held : may,
  };
}

/** Units that a host may take; null without limit. */
function allowed(
  view: EntityView,
  party: Address,
  { quota, host }: Pick<Meter, "quota" | "host">,
): bigint | null {
  const given = view.allowance(quota, party, host);
  if (given === null || given.controlEpoch !== (view.control(party)?.epoch ?? 0)) return 0n;
  return given.amount === null ? null : BigInt(given.amount);
}
