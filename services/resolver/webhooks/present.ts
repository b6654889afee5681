import type { DeliveryView, WebhookView } from "./schema.js";
import type { Delivery, Progress, Subscription } from "./subscription.js";

/** Without the secret, which is told once. */
export function webhookView(subscription: Subscription, progress: Progress | null): WebhookView {
  const { id, party, url, filter, finality, created } = subscription;
  const retrying = progress !== null && progress.attempts > 0;
  return {
    id,
    party,
    url,
    filter,
    finality,
    created,
    state: progress?.state === "ended" ? "ended" : retrying ? "retrying" : "active",
    after: progress?.after ?? subscription.after,
    nextAttempt: retrying ? seconds(progress.due) : null,
  };
}

export const deliveryView = ({ number, message, state, attempts, body }: Delivery): DeliveryView => ({
  number,
  message,
  state,
  attempts: attempts.map(({ at, status, error }) => ({ at: seconds(at), status, error })),
  body: JSON.parse(body),
});

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);
