/** Everybody who might ask × every route × every moment about which a right begins or ends: who sees what, held against the chain. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compressedLinkUri, parseIdentifier } from "../../../../services/identifiers/index.js";
import { ledgerContracts } from "../../../../services/ledger/contracts.js";
import { readIsAllowed } from "../../../../services/ledger/reads/rights.js";
import { methodOf } from "../../../../services/resolver/http/route.js";
import type { Asset } from "../../../../services/store/model.js";
import { anvilMissing } from "../../../fixtures/anvil.js";
import { type ServedLedger, servedLedger } from "../../conformance/server.fixture.js";
import { loggedIn, signedFor } from "../auth/asking.fixture.js";
import {
  type AskerName,
  askers,
  blindedSalt,
  names,
  type Scene,
  type Secret,
  sceneOn,
  secrets,
} from "./askers.fixture.js";
import { type Kind, kindsOf, type Sample, streams } from "./routes.fixture.js";

type Who = AskerName | "anonymous";
const everybody: readonly Who[] = [...askers, "anonymous"];

/** Who may see what the rights are for now, as anybody would say it who knows the story. */
const mayNow: Readonly<Record<Who, boolean>> = {
  owner: true,
  grantee: true,
  member: true,
  sublicensee: true,
  holder: true,
  // Its party may; who acts for another says so, and asks for a decision or a capability.
  machine: false,
  former: false,
  expired: false,
  revoked: false,
  frozen: false,
  // Of another data set.
  partner: false,
  anonymous: false,
};

describe.skipIf(anvilMissing !== null)("who asks counts", () => {
  let served: ServedLedger;
  let scene: Scene;
  let kinds: Readonly<Record<string, Kind>>;
  const tokens = new Map<Who, string>();
  /** By asset, asker and block: what the chain allows. */
  const allowed = new Map<string, boolean>();

  beforeAll(async () => {
    served = await servedLedger();
    scene = await sceneOn(served.ledger);
    await served.caughtUp();
    const { url } = served.resolver;
    for (const [place, body, by] of scene.entrusted) {
      const signing = { signer: scene.who[by].signer, key: scene.who[by].address };
      const target = `/v1/vault/${place}`;
      const text = JSON.stringify(body);
      const bytes = new TextEncoder().encode(text);
      const authorization = await signedFor(url, signing, { method: "PUT", target, body: bytes });
      const headers = { authorization, "content-type": "application/json" };
      const { status } = await fetch(url + target, { method: "PUT", headers, body: text });
      expect([place, status]).toEqual([place, 200]);
    }
    for (const who of askers) {
      const { signer, address } = scene.who[who];
      tokens.set(who, (await loggedIn(url, { signer, key: address })).token);
    }
    const key = parseIdentifier(names.gs1, { scheme: "gs1" });
    if (key.scheme !== "gs1") throw new Error("not a GS1 key");
    kinds = kindsOf(scene, new URL(compressedLinkUri(key, url)).pathname);
    await askTheChain();
  }, 120_000);
  afterAll(() => served?.stop());

  const keyOf = (asset: Asset, who: Who, block: number): string => `${asset.id} ${who} ${block}`;
  const last = (): number => scene.blocks.at(-1) ?? 0;

  /** May the asker read at that block, by the ledger's own word: as the owner of that block, or by `isAllowedTo`. */
  async function askTheChain(): Promise<void> {
    const { deployment, provider } = scene.ledger;
    const contracts = ledgerContracts(deployment, provider);
    const registries = {
      twin: contracts.twins,
      record: contracts.identifiers,
      sealed: contracts.sealedRecords,
    };
    for (const block of scene.blocks) {
      for (const asset of scene.assets) {
        const owner = await registries[asset.kind].ownerOf(asset.id, { blockTag: block });
        for (const who of askers) {
          const { address } = scene.who[who];
          const key = scene.keyOf(asset, who);
          const scope = asset.kind === "sealed" ? "" : "data";
          const isGranted =
            key !== null &&
            key.scope === scope &&
            (await readIsAllowed(
              provider,
              deployment,
              key,
              address,
              who === "holder" ? blindedSalt : null,
              ["read"],
              block,
            ));
          allowed.set(keyOf(asset, who, block), isGranted || owner.toLowerCase() === address);
        }
      }
    }
  }

  /** The asset whose rights open a secret. */
  function assetOf(secret: Exclude<Secret, "grantee">): Asset {
    const [twin, submodel, handle, bid] = scene.assets;
    const of =
      secret === "submodel"
        ? submodel
        : secret === "sealedHandle" || secret === "nameOfHandle"
          ? handle
          : secret === "sealedBid" || secret === "nameOfBid"
            ? bid
            : twin;
    if (of === undefined) throw new Error(`Nothing opens ${secret}`);
    return of;
  }

  /** Then and now; what an owner says ends with its ownership, so of a former holding there is nothing to see. */
  function maySee(who: Who, secret: Secret, block: number): boolean {
    if (who === "anonymous") return false;
    if (secret === "grantee") return (who === "owner" || who === "holder") && block >= scene.granted;
    const asset = assetOf(secret);
    const isHeldNow = allowed.get(keyOf(asset, "owner", block)) === true;
    const isOpen = (at: number): boolean =>
      allowed.get(keyOf(asset, who, at)) === true ||
      // A right to any data of a sealed record is enough to know of what it is.
      (secret.startsWith("nameOf") && who === "partner" && at >= scene.granted);
    if (secret.startsWith("nameOf")) return isOpen(block) && isOpen(last());
    return isHeldNow && isOpen(block) && isOpen(last());
  }

  const textOf = (secret: Secret, by: Sample["by"]): string => {
    const given = by?.[secret];
    if (given !== undefined) return given;
    if (secret === "grantee") return blindedSalt;
    if (secret === "nameOfHandle") return scene.sealed.handle;
    return secret === "nameOfBid" ? scene.sealed.bid : secrets[secret];
  };
  const all: readonly Secret[] = [
    ...(Object.keys(secrets) as (keyof typeof secrets)[]),
    "nameOfHandle",
    "nameOfBid",
    "grantee",
  ];

  interface Heard {
    readonly status: number;
    readonly text: string;
    readonly headers: Headers;
  }

  async function asks(
    who: Who,
    method: string,
    { path, accept, body }: Pick<Sample, "path" | "accept" | "body">,
  ): Promise<Heard> {
    const token = tokens.get(who);
    const response = await fetch(served.resolver.url + path, {
      method,
      redirect: "manual",
      headers: {
        accept: accept ?? "*/*",
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, text, headers: response.headers };
  }

  /** What is found in an answer and was not in the question. */
  function foundIn({ text, headers }: Heard, { path, body, by }: Omit<Sample, "shows">): readonly Secret[] {
    const answer = `${text} ${headers.get("location") ?? ""} ${headers.get("link") ?? ""}`;
    const question = `${decodeURIComponent(path)} ${JSON.stringify(body) ?? ""}`;
    return all.filter((secret) => {
      const mark = textOf(secret, by);
      return answer.includes(mark) && !question.includes(mark);
    });
  }

  const methodIn = (route: string): string => route.split(" ")[0] ?? "GET";
  const ofKind = <Is extends Kind["is"]>(...is: readonly Is[]) =>
    Object.entries(kinds).filter((entry): entry is [string, Extract<Kind, { is: Is }>] =>
      is.some((one) => one === entry[1].is),
    );

  function past({ path, at }: Sample, block: number): Pick<Sample, "path"> {
    return { path: `${path}${path.includes("?") ? "&" : "?"}${at}=${block}` };
  }

  it("of each route somebody has said what it does about who asks", () => {
    const served_ = served.resolver.app.routes.map(
      (route) => `${methodOf(route).toUpperCase()} ${route.path}`,
    );
    expect([...Object.keys(kinds), ...streams].sort()).toEqual([...new Set(served_)].sort());
    const withCallers = served.resolver.app.routes
      .filter(({ operation }) => (operation.security ?? []).some((one) => Object.keys(one).length === 0))
      .map((route) => `${methodOf(route).toUpperCase()} ${route.path}`);
    const shown = ofKind("shows").map(([route]) => route);
    expect(shown.filter((route) => !withCallers.includes(route))).toEqual([]);
  });

  it("the chain says of the present what the story says", () => {
    for (const asset of scene.assets) {
      const says = Object.fromEntries(
        everybody.map((who) => [who, who !== "anonymous" && allowed.get(keyOf(asset, who, last()))]),
      );
      expect(says).toEqual(mayNow);
    }
  });

  it("each sees at each route what the chain lets it, and nothing else", async () => {
    for (const [route, { samples }] of ofKind("shows")) {
      for (const sample of samples) {
        for (const who of everybody) {
          const heard = await asks(who, methodIn(route), sample);
          const expected = sample.shows.filter((secret) => maySee(who, secret, last()));
          expect([route, sample.path, who, [...foundIn(heard, sample)].sort()]).toEqual([
            route,
            sample.path,
            who,
            [...expected].sort(),
          ]);
          if (heard.status === 404) continue;
          const kept = heard.headers.get("cache-control") ?? "";
          if (methodIn(route) === "GET") expect(heard.headers.get("vary"), route).toContain("Authorization");
          if (who !== "anonymous") expect(kept, route).toMatch(/private|no-store/);
        }
      }
    }
  }, 120_000);

  it("of each moment what it might see then and may see still", async () => {
    const routes = served.resolver.app.routes.filter(({ operation }) => {
      const query: unknown = operation.request?.query;
      return query !== undefined && JSON.stringify(Object.keys(Object(Object(query).shape))).includes('"at"');
    });
    const takesAt = routes.map((route) => `${methodOf(route).toUpperCase()} ${route.path}`);
    for (const [route, { samples }] of ofKind("shows")) {
      if (takesAt.includes(route))
        expect([route, samples.some(({ at }) => at !== undefined)]).toEqual([route, true]);
      for (const sample of samples.filter(({ at }) => at !== undefined)) {
        for (const block of scene.blocks) {
          for (const who of everybody) {
            const asked = past(sample, block);
            const heard = await asks(who, methodIn(route), { ...sample, ...asked });
            const expected = sample.shows.filter((secret) => maySee(who, secret, block));
            expect([asked.path, block, who, [...foundIn(heard, { ...sample, ...asked })].sort()]).toEqual([
              asked.path,
              block,
              who,
              [...expected].sort(),
            ]);
          }
        }
      }
    }
  }, 120_000);

  it("everywhere else nobody sees anything of it, and what is for everybody is alike", async () => {
    const plain = ({ text }: Heard): string => text.replaceAll(/urn:uuid:[0-9a-f-]{36}/g, "");
    for (const [route, { is, path, body }] of ofKind("alike", "own", "writes", "operates")) {
      const everybodys = await asks("anonymous", methodIn(route), { path, body });
      for (const who of everybody) {
        const heard = await asks(who, methodIn(route), { path, body });
        // What was disclosed to somebody stands on its own log, and the owner's.
        const known = is === "own" ? (secret: Secret) => maySee(who, secret, last()) : () => false;
        const found = foundIn(heard, { path, body }).filter((secret) => !known(secret));
        expect([route, who, found]).toEqual([route, who, []]);
        if (is === "writes") expect([route, heard.status]).toEqual([route, expect.any(Number)]);
        if (is === "writes") expect(heard.status, route).toBeGreaterThanOrEqual(400);
        if (is === "alike")
          expect([route, who, heard.status, plain(heard)]).toEqual([
            route,
            who,
            everybodys.status,
            plain(everybodys),
          ]);
      }
    }
  }, 120_000);
});
