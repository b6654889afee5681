/** Parties with keys of their own, and what a resolver answers each of them. */
import { Wallet } from "ethers";
import { z } from "zod";
import { toAddress } from "../../../../services/ledger/hex.js";
import type { Address } from "../../../../services/store/model.js";
import { signedFor } from "../auth/asking.fixture.js";
import type { TestResolver } from "../http.fixture.js";
import type { LedgerFixture } from "../ledger.fixture.js";

export interface Asker {
  readonly party: Address;
  readonly wallet: Wallet;
}

/** A registered party whose key is known to the test. */
export function asker(ledger: LedgerFixture, name: string, number: number, legalId = ""): Asker {
  const wallet = new Wallet(`0x${number.toString(16).padStart(64, "0")}`);
  const party = ledger.party(name, legalId);
  ledger.controlTo(party, toAddress(wallet.address));
  return { party, wallet };
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** null for what is no JSON. */
  readonly json: unknown;
  /** What stands in the JSON at a path of members and places; undefined where nothing does. */
  readonly at: (...path: readonly (string | number)[]) => unknown;
}

interface Asked {
  readonly method?: "GET" | "HEAD" | "OPTIONS" | "POST" | "PUT" | "DELETE";
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the resolver answers to somebody who signs the request; to nobody, without credentials. */
export async function asked(
  resolver: TestResolver,
  who: Asker | null,
  path: string,
  { method = "GET", body, headers = {} }: Asked = {},
): Promise<Answered> {
  const bytes = body === undefined ? new Uint8Array() : new TextEncoder().encode(JSON.stringify(body));
  const signing = who && { signer: who.wallet, key: toAddress(who.wallet.address), party: who.party };
  const authorization =
    signing === null
      ? {}
      : { authorization: await signedFor(resolver.url, signing, { method, target: path, body: bytes }) };
  const response = await fetch(resolver.url + path, {
    method,
    redirect: "manual",
    headers: {
      "accept-encoding": "identity",
      ...headers,
      ...authorization,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: bytes }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get("content-type") ?? "");
  const json: unknown = isJson && text !== "" ? JSON.parse(text) : null;
  const at: Answered["at"] = (...path) => path.reduce<unknown>(member, json);
  return { status: response.status, headers: response.headers, text, json, at };
}

const members = z.record(z.string(), z.unknown());

function member(of: unknown, name: string | number): unknown {
  return Array.isArray(of) ? of.at(Number(name)) : members.safeParse(of).data?.[name];
}

/** All that a caller can tell one answer from another by, but for what each answer has of its own. */
export function seen({ status, headers, text }: Pick<Answered, "status" | "headers" | "text">) {
  const kept = [...headers].filter(([name]) => !["date", "x-request-id"].includes(name));
  return { status, headers: Object.fromEntries(kept), text: text.replace(/urn:uuid:[0-9a-f-]{36}/, "") };
}
