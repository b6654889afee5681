/** Asking a resolver as somebody: what is signed, and what is sent, which a test may make differ. */
import { request } from "node:http";
import { z } from "zod";
import { authorize, type RequestSigner } from "../../../../services/rights/requests/sign.js";
import type { WireRequest } from "../../../../services/rights/requests/signedRequest.js";
import type { Address } from "../../../../services/store/model.js";

/** Chain of anvil, and of the ledgers that are told in events. */
const chainId = 31337;

export interface Signing {
  readonly signer: RequestSigner;
  readonly key: Address;
  /** The key's own party where left out. */
  readonly party?: Address;
}

/** Unix seconds. */
export const clock = (): number => Math.floor(Date.now() / 1000);

/** The header for a request to the resolver at that address; what is signed is a GET of `/v1/whoami` but for `changes`. */
export function signedFor(
  url: string,
  { signer, key, party = key }: Signing,
  changes: Partial<WireRequest> = {},
  now = clock(),
): Promise<string> {
  const plain = { method: "GET", audience: url, target: "/v1/whoami", body: new Uint8Array(), chainId };
  return authorize({ ...plain, ...changes }, { signer, key, party }, now);
}

const answerSchema = z.looseObject({
  code: z.string().optional(),
  caller: z
    .looseObject({
      party: z.looseObject({ address: z.string(), name: z.string().nullable() }),
      key: z.string(),
      via: z.string(),
      as: z.string(),
    })
    .nullish(),
  asOf: z.looseObject({ number: z.number(), hash: z.string() }).optional(),
  audience: z.string().optional(),
  message: z.string().default(""),
  token: z.string().default(""),
});

export interface Answer extends z.infer<typeof answerSchema> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface Sent {
  readonly method?: string;
  readonly path?: string;
  /** Names and values in turn: a name may come twice. */
  readonly headers?: readonly string[];
  readonly body?: string;
}

/** Sends a request byte by byte as it is said. */
export function sent(url: string, { method = "GET", path = "/v1/whoami", headers = [], body }: Sent) {
  const { hostname, port, host } = new URL(url);
  const length = body === undefined ? [] : ["content-length", String(Buffer.byteLength(body))];
  return new Promise<Answer>((resolve, reject) => {
    const all = headers.includes("host") ? [...headers, ...length] : ["host", host, ...headers, ...length];
    const asked = request({ hostname, port, method, path, headers: all }, async (response) => {
      let text = "";
      for await (const chunk of response) text += String(chunk);
      const json: unknown = text.startsWith("{") ? JSON.parse(text) : {};
      resolve({
        ...answerSchema.parse(json),
        status: response.statusCode ?? 0,
        headers: response.headers,
      });
    });
    asked.once("error", reject);
    asked.end(body);
  });
}

/** Who the resolver takes the sender of such a header for. */
export const whoami = (url: string, authorization: string): Promise<Answer> =>
  sent(url, { headers: ["authorization", authorization] });

/** The same of a caller who signs the request. */
export const whoamiOf = async (url: string, signing: Signing): Promise<Answer> =>
  whoami(url, await signedFor(url, signing));

export const posted = (url: string, path: string, body: unknown): Promise<Answer> =>
  sent(url, {
    method: "POST",
    path,
    headers: ["content-type", "application/json"],
    body: JSON.stringify(body),
  });

/** Whoever signs texts, as wallets do. */
export interface MessageSigner {
  signMessage(message: string): Promise<string>;
}

/** Asks for a challenge, signs it and sends it back. */
export async function loggedIn(url: string, signing: Signing & { signer: MessageSigner }): Promise<Answer> {
  const { signer, key, party } = signing;
  const { message } = await posted(url, "/v1/login/challenges", { key, party });
  return posted(url, "/v1/login/sessions", { message, signature: await signer.signMessage(message) });
}
