/**
 * A data provider's gate: middleware for Express, or for anything that calls with Node's request and response. It lets a request
 * through that brings a capability for just that use of the data, verified with the resolver's public keys alone, and a proof
 * that its holder sends it.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { createLocalJWKSet, createRemoteJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";
import { toAddress } from "../../store/hex.js";
import type { Address } from "../../store/model.js";
import { type Capability, type DataUse, lets } from "../capabilities/capability.js";
import { CapabilityError } from "../capabilities/errors.js";
import { checkHolder, proofHeader } from "../capabilities/holder.js";
import {
  type ProofStore,
  RememberedProofs,
  storedProofs,
  type UsedProofs,
} from "../capabilities/usedProofs.js";
import { verifyCapability } from "../capabilities/verify.js";
import { UsageBook } from "../metering/book.js";
import { UsageError } from "../metering/errors.js";
import { meterUse } from "../metering/meterUse.js";
import { type UsageStatement, usageHeader } from "../metering/statement.js";
import { audienceOf } from "../requests/signedRequest.js";
import { readBody } from "./body.js";
import { sendRefusal } from "./refusal.js";

export interface GatewayOptions {
  /** Public address of the resolver whose decisions are taken. Its keys are fetched from there once, and when it has new ones. */
  readonly resolver: string;
  /** This provider's own public address: capabilities and proofs have to be for it. */
  readonly audience: string;
  /** The resolver's keys (JWK Set), where they are not to be fetched: then the provider needs no connection to it. */
  readonly keys?: JSONWebKeySet;
  /** Bytes of a request's body at most, which is kept in memory while it is looked at; 1 MiB where left out. */
  readonly maxBodyBytes?: number;
  /** Takes capabilities from whoever has them, without a proof: for clients that cannot sign. */
  readonly bearer?: boolean;
  /**
   * Where used proofs are noted, for a provider of several processes behind one address. Where left out, this process remembers those that
   * it has seen, and takes none from before it was started.
   */
  readonly proofs?: ProofStore;
  /** Where uses are counted that cost units; nothing can cost units where left out. */
  readonly usage?: {
    /** Account that takes the units: holders let it, with `cadastre quota allow`. */
    readonly host: string;
    /** Folder of the book, which one process alone writes. */
    readonly book: string;
  };
  /** Unix seconds; the system's clock where left out. */
  readonly clock?: () => number;
}

/** With what a request was let through. */
interface Passed {
  readonly capability: Capability;
  readonly statement: UsageStatement | null;
  readonly body: Uint8Array;
}

/** Express' handler of a request. */
export type Handler = (
  req: IncomingMessage & { readonly originalUrl?: string },
  res: ServerResponse,
  next: (error?: unknown) => void,
) => void;

export interface Gateway {
  /** Lets a request through that may use data so; what it uses may depend on the request. */
  requires(use: DataUse | ((req: IncomingMessage) => DataUse)): Handler;
  /** With what a request was let through. */
  capabilityOf(req: IncomingMessage): Capability;
  /** What its holder signed for it; null where it cost nothing. */
  statementOf(req: IncomingMessage): UsageStatement | null;
  /** Its body, byte by byte as its holder signed it; empty for none. Nothing else can read it any more. */
  bodyOf(req: IncomingMessage): Uint8Array;
}

/** Opens a gate; nothing is fetched before a request needs it. */
export function openGateway(options: GatewayOptions): Gateway {
  const gate = gateOf(options);
  const passed = new WeakMap<IncomingMessage, Passed>();
  const passOf = (req: IncomingMessage): Passed => {
    const pass = passed.get(req);
    if (pass === undefined) throw new Error("The request did not come through the gateway.");
    return pass;
  };
  return {
    requires: (use) => (req, res, next) => {
      const wanted = typeof use === "function" ? use(req) : use;
      admit(gate, req, wanted).then(
        (pass) => {
          passed.set(req, pass);
          next();
        },
        (error: unknown) => {
          if (error instanceof CapabilityError || error instanceof UsageError)
            sendRefusal(res, error, gate.issuer);
          else next(error);
        },
      );
    },
    capabilityOf: (req) => passOf(req).capability,
    statementOf: (req) => passOf(req).statement,
    bodyOf: (req) => passOf(req).body,
  };
}

interface Gate {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: JWTVerifyGetKey;
  readonly used: UsedProofs;
  readonly bearer: boolean;
  readonly maxBodyBytes: number;
  readonly usage: { readonly host: Address; readonly book: UsageBook } | null;
  readonly clock: () => number;
}

function gateOf({
  resolver,
  audience,
  keys,
  bearer = false,
  maxBodyBytes = 1024 * 1024,
  proofs,
  usage,
  clock = systemClock,
}: GatewayOptions): Gate {
  const issuer = audienceOf(resolver);
  return {
    issuer,
    audience: audienceOf(audience),
    keys:
      keys === undefined
        ? createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`))
        : createLocalJWKSet(keys),
    used: proofs === undefined ? new RememberedProofs(clock()) : storedProofs(proofs),
    bearer,
    maxBodyBytes,
    usage: usage === undefined ? null : usageOf(usage),
    clock,
  };
}

function usageOf({ host, book }: NonNullable<GatewayOptions["usage"]>): NonNullable<Gate["usage"]> {
  const account = toAddress(host);
  return { host: account, book: new UsageBook(book, account) };
}

const systemClock = (): number => Math.floor(Date.now() / 1000);

/** @throws CapabilityError, UsageError */
async function admit(
  gate: Gate,
  req: IncomingMessage & { readonly originalUrl?: string },
  use: DataUse,
): Promise<Passed> {
  const { issuer, audience, keys, used, bearer, maxBodyBytes, clock } = gate;
  const token = tokenOf(req);
  const capability = await verifyCapability(token, keys, { issuer, audience }, clock());
  if (!lets(capability, use))
    throw new CapabilityError("CAPABILITY_INSUFFICIENT", "The capability is not for this use of this data.", {
      hint: "Ask the resolver for one that is.",
    });
  const body = await readBody(req, maxBodyBytes);
  if (!bearer) {
    const { method = "", url = "", originalUrl: target = url } = req;
    const request = { method, audience, target, body };
    await checkHolder(capability, request, oneHeader(req, proofHeader), used, clock());
  }
  const isFree = use.price === undefined || capability.grant === null;
  if (isFree) return { capability, statement: null, body };
  if (gate.usage === null) throw new Error("The use costs units, and the gateway was opened without a book.");
  const { host, book } = gate.usage;
  const usage = oneHeader(req, usageHeader);
  return {
    capability,
    statement: await meterUse(book, { ...use.price, host }, { capability, token, usage }),
    body,
  };
}

function tokenOf(req: IncomingMessage): string {
  const [, token] = /^Bearer +([A-Za-z0-9._-]{1,4096})$/i.exec(oneHeader(req, "authorization") ?? "") ?? [];
  if (token !== undefined) return token;
  throw new CapabilityError("CAPABILITY_INVALID", "The request brings no capability.", {
    hint: "Ask the resolver for one, POST /v1/capabilities, and send it in Authorization, after Bearer.",
  });
}

/** A header that stands once: of two, another reader on the way may have taken the other. */
function oneHeader(req: IncomingMessage, name: string): string | undefined {
  const [value, another] = req.headersDistinct[name] ?? [];
  return another === undefined ? value : undefined;
}
