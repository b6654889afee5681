/** What parties do to their webhooks. */
import { randomBytes } from "node:crypto";
import type { Address } from "../../store/model.js";
import { ResolverError } from "../errors.js";
import type { WebhookDatabase } from "./database.js";
import { secretText } from "./message.js";
import { attempt, isDelivered } from "./send.js";
import type { Delivery, Progress, Subscription } from "./subscription.js";
import { refusalOf, type Targets } from "./target.js";
import { withAttempt } from "./telling.js";

export interface Webhooks {
  readonly database: WebhookDatabase;
  readonly targets: Targets;
}

export type NewSubscription = Pick<Subscription, "party" | "url" | "filter" | "finality" | "after">;

const maxPerParty = 20;
/** Parties that have any at once. */
const maxParties = 500;
/** Those that parties have beyond their first, in all: a few parties can take all of these, and still no other's first. */
const maxFurther = 500;

/** @throws ResolverError RESOLVER_INVALID_TARGET, RESOLVER_TOO_MANY_WEBHOOKS */
export async function subscribe(
  { database, targets }: Webhooks,
  wanted: NewSubscription,
): Promise<{ readonly subscription: Subscription; readonly secret: string }> {
  const refusal = refusalOf(wanted.url, targets);
  if (refusal !== null) {
    throw new ResolverError("RESOLVER_INVALID_TARGET", `Nothing is sent to that address: ${refusal}.`, {
      hint: "Give an https address that everybody can reach.",
    });
  }
  const subscription: Subscription = {
    ...wanted,
    id: randomBytes(12).toString("hex"),
    secret: randomBytes(32).toString("base64"),
    created: Math.floor(Date.now() / 1000),
  };
  // Many that come at once are counted one after the other.
  await database.alone(async () => {
    await checkPlace(database, wanted.party);
    await database.add(subscription);
  });
  return { subscription, secret: secretText(subscription.secret) };
}

/** @throws ResolverError RESOLVER_TOO_MANY_WEBHOOKS */
async function checkPlace(database: WebhookDatabase, party: Address): Promise<void> {
  const own = (await database.subscriptionsOf(party)).length;
  if (own >= maxPerParty)
    throw tooMany(`A party has at most ${maxPerParty}.`, "Remove one that is not needed.");
  const places = await database.places();
  const parties = new Set(places).size;
  if (own === 0 && parties >= maxParties)
    throw tooMany("No further party can have any for now.", "Follow /v1/feed, or ask another resolver.");
  if (own > 0 && places.length - parties >= maxFurther)
    throw tooMany("No party can have more than its first for now.", "Widen the filter of one that there is.");
}

function tooMany(why: string, hint: string): ResolverError {
  return new ResolverError(
    "RESOLVER_TOO_MANY_WEBHOOKS",
    `There are as many webhooks as there may be. ${why}`,
    {
      hint,
    },
  );
}

export interface Standing {
  readonly subscription: Subscription;
  readonly progress: Progress | null;
}

export async function webhooksOf({ database }: Webhooks, party: Address): Promise<readonly Standing[]> {
  const all = await database.subscriptionsOf(party);
  return Promise.all(
    all.map(async (subscription) => ({ subscription, progress: await database.progress(subscription.id) })),
  );
}

/**
 * A party's own: of another's nobody learns that there is one.
 * @throws ResolverError RESOLVER_UNKNOWN_WEBHOOK
 */
export async function webhookOf({ database }: Webhooks, party: Address, id: string): Promise<Subscription> {
  const subscription = /^[0-9a-f]{24}$/.test(id) ? await database.subscription(id) : null;
  if (subscription !== null && subscription.party === party) return subscription;
  throw unknown("The party has no such webhook.", "GET /v1/webhooks lists those of the caller.");
}

/**
 * Sends a message once more, as it was, and waits for what becomes of it.
 * @throws ResolverError RESOLVER_UNKNOWN_WEBHOOK, RESOLVER_CONFLICT while it is still being tried.
 */
export async function redeliver(
  { database, targets }: Webhooks,
  subscription: Subscription,
  number: number,
): Promise<Delivery> {
  const delivery = await database.delivery(subscription.id, number);
  if (delivery === null) {
    throw unknown("There is no such delivery, or not any more.", "Its deliveries list the last thousand.");
  }
  if (delivery.state === "pending") {
    throw new ResolverError("RESOLVER_CONFLICT", "The message is still being tried.", {
      hint: "`nextAttempt` of the webhook says when.",
    });
  }
  const made = await attempt(
    subscription,
    { id: delivery.message, body: delivery.body },
    targets,
    Date.now(),
  );
  const next = withAttempt(delivery, made);
  const after: Delivery = isDelivered(made) ? { ...next, state: "delivered" } : next;
  await database.putDelivery(subscription.id, after);
  return after;
}

function unknown(message: string, hint: string): ResolverError {
  return new ResolverError("RESOLVER_UNKNOWN_WEBHOOK", message, { hint });
}
