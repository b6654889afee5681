/** The URL of a node, which may carry a password or an API key. */
import { LedgerError } from "../errors.js";

/**
 * What may be shown of a URL: scheme and host. User, password, path and query are left out, since providers of nodes put
 * keys in any of them.
 */
export function redactUrl(url: string): string {
  if (!URL.canParse(url)) return "(not a URL)";
  const { protocol, host, pathname, search, hash } = new URL(url);
  return `${protocol}//${host}${pathname.length > 1 || search !== "" || hash !== "" ? "/…" : ""}`;
}

export interface Endpoint {
  /** Without credentials, which `fetch` refuses. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** For messages. */
  readonly shown: string;
}

/** @throws LedgerError `LEDGER_RPC_URL`. */
export function endpointOf(rpcUrl: string): Endpoint {
  const shown = redactUrl(rpcUrl);
  const parsed = URL.canParse(rpcUrl) ? new URL(rpcUrl) : null;
  if (parsed === null || (parsed.protocol !== "http:" && parsed.protocol !== "https:")) {
    throw new LedgerError("LEDGER_RPC_URL", `${shown} is not the http or https URL of a node.`, {
      hint: "Give the node's JSON-RPC URL, such as http://127.0.0.1:8545.",
    });
  }
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (parsed.username !== "" || parsed.password !== "") {
    const pair = `${decodeURIComponent(parsed.username)}:${decodeURIComponent(parsed.password)}`;
    headers.authorization = `Basic ${Buffer.from(pair, "utf8").toString("base64")}`;
    parsed.username = "";
    parsed.password = "";
  }
  return { url: parsed.href, headers, shown };
}
