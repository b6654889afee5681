/**
 * The durations of requests over all HTTP threads: each keeps its own, and whichever is asked for them asks the others, so that
 * no request pays for what is seldom read.
 */
import { HttpMetrics, type Observations } from "../http/httpMetrics.js";

/** Milliseconds that the other threads have to answer; one that hangs must not keep the rest from being seen. */
const patience = 1_000;
const channelName = "cadastre-request-metrics";

type Message =
  | { readonly kind: "question"; readonly question: string }
  | { readonly kind: "answer"; readonly question: string; readonly observations: Observations };

export interface RequestMetrics {
  /** Of this thread. */
  readonly own: HttpMetrics;
  /** Of all threads, in the text exposition format. */
  text(): Promise<string>;
  close(): void;
}

/** @param threads HTTP threads in all. */
export function shareRequestMetrics(threads: number): RequestMetrics {
  const own = new HttpMetrics();
  const channel = new BroadcastChannel(channelName);
  const waiting = new Map<string, (observations: Observations) => void>();
  const tell = (message: Message): void => channel.postMessage(message);
  channel.onmessage = (message) => {
    // Only these threads have the channel.
    const data: Message = message.data;
    if (data.kind === "answer") waiting.get(data.question)?.(data.observations);
    else tell({ kind: "answer", question: data.question, observations: own.observations() });
  };
  channel.unref();

  const ask = (): Promise<readonly Observations[]> =>
    new Promise((resolve) => {
      const question = crypto.randomUUID();
      const found: Observations[] = [];
      const finish = (): void => {
        clearTimeout(timer);
        waiting.delete(question);
        resolve(found);
      };
      const timer = setTimeout(finish, patience);
      waiting.set(question, (observations) => {
        found.push(observations);
        if (found.length === threads - 1) finish();
      });
      tell({ kind: "question", question });
    });

  return {
    own,
    async text() {
      const sum = new HttpMetrics();
      for (const observations of [own.observations(), ...(await ask())]) sum.add(observations);
      return sum.text();
    },
    close: () => channel.close(),
  };
}

/** Of a resolver with one HTTP thread. */
export function ownRequestMetrics(): RequestMetrics {
  const own = new HttpMetrics();
  return { own, text: async () => own.text(), close: () => undefined };
}
