/**
 * Where messages may be sent. An address that others choose must not lead into the operator's own network: names are looked up
 * once, every address that comes of it is checked, and the connection goes to one of these and nowhere else.
 */
import { lookup as lookUp } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** `public`: https, to public addresses alone. `any`: also http, and any address. */
export type Targets = "public" | "any";

const maxUrlLength = 2_048;

/** Ranges of the IANA special-purpose registries (RFC 6890 and later) that are not globally reachable, and multicast. */
const notPublic = new BlockList();
for (const [network, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const)
  notPublic.addSubnet(network, bits, "ipv4");
for (const [network, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  notPublic.addSubnet(network, bits, "ipv6");
/** Global unicast: all else of IPv6 is special, addresses of IPv4 in those of IPv6 among it. */
const globalUnicast = new BlockList();
globalUnicast.addSubnet("2000::", 3, "ipv6");

export function isPublic(address: string): boolean {
  if (isIP(address) === 4) return !notPublic.check(address, "ipv4");
  return isIP(address) === 6 && globalUnicast.check(address, "ipv6") && !notPublic.check(address, "ipv6");
}

/** Why an address is none to send to; null where it is one, as far as it can be told without looking its name up. */
export function refusalOf(text: string, targets: Targets): string | null {
  const url = URL.parse(text);
  if (url === null || text.length > maxUrlLength) return "it is no URL, or too long";
  if (url.protocol !== "https:" && !(targets === "any" && url.protocol === "http:")) return "it is not https";
  if (url.username !== "" || url.password !== "") return "it has credentials in it";
  if (url.hash !== "") return "it has a fragment";
  const host = hostOf(url);
  // An address is not looked up, so it is checked here.
  if (targets === "public" && isIP(host) !== 0 && !isPublic(host)) return "its address is not public";
  return null;
}

/** Without the brackets of IPv6. */
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, "");

const unusable = (): Error => new Error("The name leads to no address, or to one that is not public.");

/** Looks names up for a connection; fails where any address that comes of it is none to connect to. */
export function checkedLookup(targets: Targets): LookupFunction {
  return (hostname, options, done) => {
    lookUp(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      const isUsable = targets === "any" || (addresses ?? []).every(({ address }) => isPublic(address));
      if (error !== null || first === undefined || !isUsable) {
        // Alike: else whoever chooses the name would learn which names the operator's network has.
        done(targets === "any" && error !== null ? error : unusable(), "");
        return;
      }
      if (options.all) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
}
