/** What is asked of the resolver, and about which pumps. */
import { accountDid, hostedDid } from "../../../services/resolver/resolution/dids.js";
import { chainId } from "../world/fill.js";
import { assetIdOf, enterprise, handleOf, serialOf, serialRecord } from "../world/names.js";

/** Public address of the resolver that is measured, wherever it listens. */
export const baseUrl = "https://id.acme-pumps.example";

export interface Question {
  readonly name: string;
  readonly path: (pump: number) => string;
  readonly accept: string;
}

const any = "*/*";
const base64url = (text: string): string => Buffer.from(text).toString("base64url");
const did = (pump: number): string => hostedDid(baseUrl, { kind: "record", id: serialRecord(pump) });

export const questions = {
  redirect: { name: "GS1 Digital Link, 307", path: (pump) => `/${serialOf(pump)}`, accept: any },
  linkset: {
    name: "GS1 linkset",
    path: (pump) => `/${serialOf(pump)}`,
    accept: "application/linkset+json",
  },
  did: {
    name: "DID resolution of a record",
    path: (pump) => `/1.0/identifiers/${encodeURIComponent(did(pump))}`,
    accept: "application/did-resolution",
  },
  party: {
    name: "DID resolution of a party",
    path: () => `/1.0/identifiers/${encodeURIComponent(accountDid(chainId, enterprise))}`,
    accept: "application/did-resolution",
  },
  aas: {
    name: "AAS lookup of shells by an asset id",
    path: (pump) => `/lookup/shells?assetIds=${base64url(JSON.stringify(assetIdOf(pump)))}`,
    accept: any,
  },
  handle: {
    name: "Handle, all values",
    path: (pump) => `/api/handles/${handleOf(pump)}`,
    accept: any,
  },
  serial: {
    name: "/v1/resolve, GS1 serial",
    path: (pump) => `/v1/resolve?id=${encodeURIComponent(serialOf(pump))}`,
    accept: any,
  },
} satisfies Record<string, Question>;

/** Pumps asked for in turn: more than a view of the store remembers. */
export const variety = 3_000;

/** Paths of pumps that lie evenly over all there are, in an order that is not theirs. */
export function pathsOf({ path }: Question, pumps: number): readonly string[] {
  const step = Math.max(Math.floor(pumps / variety), 1);
  return Array.from({ length: variety }, (_, turn) => path((((turn * 1_619) % variety) * step) % pumps));
}
