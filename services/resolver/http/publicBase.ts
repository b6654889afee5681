/**
 * The resolver's public address as a request came to it. It is the configured one; where none is configured, the address that a
 * trusted proxy says it was asked at. No other caller can change it: neither `Host` nor `X-Forwarded-*` counts.
 */
import type { IncomingMessage } from "node:http";

/**
 * Which proxies in front are to be believed, as Express' `trust proxy` has it: none, all, the last so many, or those at these
 * addresses and subnets (`loopback`, `linklocal` and `uniquelocal` among them).
 */
export type TrustedProxies = boolean | number | readonly string[];

/** Whether an address is a trusted proxy's: Express' own rule, compiled from the setting. */
export type Trusts = (address: string, hop: number) => boolean;

export function isFromProxy({ socket }: IncomingMessage, trusts: Trusts): boolean {
  const { remoteAddress } = socket;
  return remoteAddress !== undefined && trusts(remoteAddress, 0);
}

const hostForm = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/;

interface OwnBase {
  readonly baseUrl: string;
  readonly baseUrlIsConfigured?: boolean | undefined;
}

/** Public address without a trailing slash. */
export function publicBase(
  { baseUrl, baseUrlIsConfigured }: OwnBase,
  req: IncomingMessage,
  trusts: Trusts,
): string {
  if (baseUrlIsConfigured === true || !isFromProxy(req, trusts)) return baseUrl;
  const host = lastOf(req.headers["x-forwarded-host"]);
  const protocol = lastOf(req.headers["x-forwarded-proto"])?.toLowerCase() ?? "http";
  if (host === undefined || !hostForm.test(host)) return baseUrl;
  if (protocol !== "http" && protocol !== "https") return baseUrl;
  const base = `${protocol}://${host.toLowerCase()}`;
  return URL.canParse(base) ? base : baseUrl;
}

/**
 * Proxies append, so the last is the trusted one's own: those before it came with the request, and may be a caller's. Unlike
 * addresses they cannot be counted off by hops, as a proxy may pass them on without one of its own.
 */
function lastOf(header: string | readonly string[] | undefined): string | undefined {
  const text = typeof header === "string" ? header : header?.at(-1);
  return text?.split(",").at(-1)?.trim();
}
