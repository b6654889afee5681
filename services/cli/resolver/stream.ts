/** Answers of the resolver that come in pieces. */
import { audienceOf } from "../../rights/requests/signedRequest.js";
import { refusal } from "./client.js";
import { bounded, jsonOf, malformed, unreachable } from "./exchange.js";

/** An answer that comes in pieces, for as long as the resolver has some. */
export interface OpenStream {
  readonly headers: Headers;
  readonly body: ReadableStream<Uint8Array>;
}

/**
 * Opens an answer of the media type `accept`.
 * @param path Beneath the resolver's URL.
 * @throws CliError `CLI_RESOLVER_UNREACHABLE`, `CLI_RESOLVER_REFUSED`, `CLI_RESOLVER_MALFORMED`
 */
export async function openStream(
  resolverUrl: string,
  path: string,
  accept: string,
  signal: AbortSignal,
): Promise<OpenStream> {
  const url = new URL(`${audienceOf(resolverUrl)}/${path}`);
  let response: Response;
  try {
    response = await fetch(url, { headers: { accept }, redirect: "manual", signal });
  } catch (cause) {
    throw unreachable(url, cause);
  }
  const { status, headers, body } = response;
  if (status !== 200) {
    throw refusal(resolverUrl, status, jsonOf(url, await bounded(response)));
  }
  if (body === null || headers.get("content-type") !== accept) throw malformed(url.origin);
  return { headers, body };
}
