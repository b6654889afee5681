/** Feeds and webhooks. */
import type { ProblemKinds } from "./kind.js";

export const eventProblems = {
  RESOLVER_EVENT_AHEAD: {
    status: 503,
    title: "Event not indexed yet",
    explanation:
      "The reader has an event, or names a block, that is later than the last block that this index has read. Another replica " +
      "may be ahead of it: try again shortly.",
  },
  RESOLVER_EVENT_FORGOTTEN: {
    status: 410,
    title: "No such event",
    explanation:
      "The id is of an event that is not on the chain, and that this index never saw: one of another ledger, or of a branch " +
      "that was replaced while another index followed it. Begin anew after a block whose events you have.",
  },
  RESOLVER_TOO_MANY_FEEDS: {
    status: 503,
    title: "Too many feeds",
    explanation: "As many feeds as may be open at once are open. Try again later, or ask another replica.",
  },
  RESOLVER_WEBHOOKS_OFF: {
    status: 403,
    title: "No webhooks",
    explanation:
      "This resolver sends no webhooks: its operator has not turned them on. The feed tells the same events.",
  },
  RESOLVER_UNKNOWN_WEBHOOK: {
    status: 404,
    title: "Unknown webhook",
    explanation: "The calling party has no webhook, or none of its deliveries, by that name.",
  },
  RESOLVER_INVALID_TARGET: {
    status: 400,
    title: "Not an address to send to",
    explanation:
      "Messages are sent over https to public addresses, without credentials or a fragment in them. Addresses of private " +
      "networks are refused, also where a name leads to one.",
  },
  RESOLVER_TOO_MANY_WEBHOOKS: {
    status: 409,
    title: "Too many webhooks",
    explanation:
      "The party, or the resolver, has as many webhooks as there may be. Remove one that is not needed.",
  },
} satisfies ProblemKinds;
