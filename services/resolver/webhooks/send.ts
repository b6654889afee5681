/** One attempt to tell a message. */
import { type ClientRequest, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { type Message, signedHeaders } from "./message.js";
import type { Attempt, Subscription } from "./subscription.js";
import { checkedLookup, refusalOf, type Targets } from "./target.js";

/** Milliseconds for an attempt in all. */
export const attemptTimeout = 15_000;
const maxErrorLength = 200;

/** Never fails: what went wrong is in the attempt. Redirects are not followed, and what the receiver answers is not read. */
export async function attempt(
  { url, secret }: Pick<Subscription, "url" | "secret">,
  message: Pick<Message, "id" | "body">,
  targets: Targets,
  now: number,
  signal?: AbortSignal,
): Promise<Attempt> {
  try {
    return {
      at: now,
      status: await post(url, message, signedHeaders(message, secret, now), targets, signal),
      error: null,
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { at: now, status: null, error: why.slice(0, maxErrorLength) };
  }
}

function post(
  url: string,
  { body }: Pick<Message, "body">,
  signed: Readonly<Record<string, string>>,
  targets: Targets,
  stop?: AbortSignal,
): Promise<number> {
  const refusal = refusalOf(url, targets);
  if (refusal !== null) return Promise.reject(new Error(`The address is none to send to: ${refusal}.`));
  const timeout = AbortSignal.timeout(attemptTimeout);
  const make = new URL(url).protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request: ClientRequest = make(
      url,
      {
        method: "POST",
        // A connection of its own, to an address that was checked for it.
        agent: false,
        lookup: checkedLookup(targets),
        signal: stop === undefined ? timeout : AbortSignal.any([timeout, stop]),
        headers: {
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
          "user-agent": "Cadastre-Webhooks",
          ...signed,
        },
      },
      (response) => {
        resolve(response.statusCode ?? 0);
        response.destroy();
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

export const isDelivered = ({ status }: Attempt): boolean => status !== null && status >= 200 && status < 300;
