/** The supervision as the chain has it. */
import type { Provider } from "ethers";
import type { Digest, FreezeReason, OfficeScope, Thing } from "../../store/model.js";
import { ledgerContracts } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { freezeReasonOf, officeScope } from "../enums.js";
import { toDigest } from "../hex.js";
import { registryOf, thingWord } from "../things.js";
import { atBlock } from "./at.js";

/** An office's mandate; null where it is not accredited. */
export async function readOfficeScope(
  provider: Provider,
  deployment: Deployment,
  office: number,
): Promise<OfficeScope | null> {
  const { kind, value } = await ledgerContracts(deployment, provider).supervision.scopeOf(office);
  return kind === 0n ? null : officeScope(Number(kind), value);
}

/** A thing as its registry knows it. */
export interface RegisteredThing {
  readonly kind: Thing["kind"];
  readonly id: string;
}

/** An office's freeze of a thing. */
export interface FreezeState {
  readonly reason: FreezeReason;
  /** SHA-256 of the order. */
  readonly order: Digest;
  /** Unix seconds. */
  readonly since: number;
}

/** How many offices hold a thing frozen at a block (the head if left out). */
export async function readFreezeCount(
  provider: Provider,
  deployment: Deployment,
  thing: RegisteredThing,
  block?: number,
): Promise<number> {
  const { supervision } = ledgerContracts(deployment, provider);
  const registry = deployment.contracts[registryOf[thing.kind]];
  return Number(await supervision.freezesOf(registry, thingWord(thing), atBlock(block)));
}

/** An office's freeze of a thing at a block (the head if left out); null where it has none. */
export async function readFreeze(
  provider: Provider,
  deployment: Deployment,
  thing: RegisteredThing,
  office: number,
  block?: number,
): Promise<FreezeState | null> {
  const { supervision } = ledgerContracts(deployment, provider);
  const registry = deployment.contracts[registryOf[thing.kind]];
  const found = await supervision.freezeOf(registry, thingWord(thing), office, atBlock(block));
  if (found.since === 0n) return null;
  return {
    reason: freezeReasonOf(Number(found.reason)),
    order: toDigest(found.order),
    since: Number(found.since),
  };
}
