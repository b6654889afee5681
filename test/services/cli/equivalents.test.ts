/** Identifiers of one thing that are of several owners: stated, agreed, taken back, and checked, on a real ledger. */
import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { updateContent } from "../../../services/ledger/actions/identifiers.js";
import { delegateNamespace } from "../../../services/ledger/actions/namespaces.js";
import {
  accreditOffice,
  freezeThing,
  setOfficeMember,
  unfreezeThing,
} from "../../../services/ledger/actions/supervision.js";
import { transferToken } from "../../../services/ledger/actions/tokens.js";
import { toDigest } from "../../../services/ledger/hex.js";
import { recordId, schemeId } from "../../../services/ledger/ids.js";
import { encodeLinkset } from "../../../services/ledger/linkset.js";
import type { Account } from "../../fixtures/ledger.js";
import { type ServedLedger, servedLedger } from "../conformance/server.fixture.js";
import { type Ended, type Home, homeOf, missing } from "./cadastre.js";

const product = "01/09506000134352/21/4711";
const gs1 = `https://id.gs1.org/${product}`;
const handle = "88.101.0042/pump-4711";
const hdl = `https://hdl.handle.net/${handle}`;
const oid = "urn:oid:1.3.6.1.4.1.32473.4711";

describe.skipIf(missing !== null)("cadastre id equate and part", () => {
  let served: ServedLedger;
  let operator: Account;
  let maker: Account;
  let buyer: Account;
  let homes: Readonly<Record<"operator" | "maker" | "buyer", Home>>;
  let liar: Server;
  let spoil: (body: string) => string = (body) => body;

  beforeAll(async () => {
    served = await servedLedger();
    const { ledger, resolver } = served;
    const { deployment, root } = ledger;
    operator = await ledger.party(1, "Operator");
    maker = await ledger.party(2, "Maker");
    buyer = await ledger.party(3, "Buyer");
    for (const [scheme, prefix, holder] of [
      ["gs1", "9506000", operator],
      ["oid", "1.3.6.1.4.1.32473", operator],
      ["handle", "88.101.0042", maker],
    ] as const) {
      await ledger.send(root, delegateNamespace(deployment, { scheme, prefix }, 0, holder.address));
    }
    homes = {
      operator: await homeOf(ledger, 1, resolver.url),
      maker: await homeOf(ledger, 2, resolver.url),
      buyer: await homeOf(ledger, 3, resolver.url),
    };
    const links = (host: string) => ["--link", `https://${host}/pump`];
    await done(
      homes.operator.run(
        "id",
        "register",
        gs1,
        "--subject-party",
        operator.address,
        ...links("operator.example"),
      ),
    );
    await done(homes.operator.run("id", "register", oid));
    await done(homes.maker.run("id", "register", `hdl:${handle}`, ...links("maker.example")));
    liar = createServer((req, res) => {
      void fetch(resolver.url + (req.url ?? "/"))
        .then(async (response) => res.writeHead(response.status).end(spoil(await response.text())))
        .catch(() => res.destroy());
    });
    await new Promise<void>((resolve) => liar.listen(0, "127.0.0.1", resolve));
  });
  afterAll(async () => {
    liar?.close();
    for (const home of Object.values(homes ?? {})) await home.remove();
    await served?.stop();
  });

  async function done(ended: Promise<Ended>): Promise<Ended> {
    const result = await ended;
    expect(result.code, result.stderr + result.stdout).toBe(0);
    return result;
  }
  const shown = async (id: string) => (await done(homes.buyer.run("id", "show", id, "--json"))).json();
  async function checked(id: string): Promise<Ended> {
    await served.caughtUp();
    const result = await done(homes.buyer.run("resolve", id, "--check"));
    expect(result.stdout).toContain("The chain says the same");
    return result;
  }
  const answer = async (id: string): Promise<unknown> => {
    await served.caughtUp();
    return (await served.resolver.get(`/v1/resolve?id=${encodeURIComponent(id)}`)).json();
  };
  const agreed = (uri: string) => ({ sameAs: [{ uri, agreement: "agreed" }] });

  it("states it for one's own side, and says what the other has to do", async () => {
    const { stdout } = await done(homes.operator.run("id", "equate", gs1, `hdl:${handle}`));
    expect(stdout).toContain("nothing follows before the other side states it too");
    expect(stdout).toContain(
      `${maker.address}, who owns ${hdl}, states it too: cadastre id equate '${gs1}' '${hdl}'`,
    );
    expect(await shown(gs1)).toMatchObject({ sameAs: [{ uri: hdl, agreement: "one-sided" }] });
    expect((await done(homes.buyer.run("id", "show", gs1))).stdout).toMatch(/same as +https:.*\(one-sided\)/);
    expect(await answer(gs1)).toMatchObject({ equivalents: [] });
    await checked(gs1);
  });

  it("says what is stated already, and sends nothing", async () => {
    const before = await served.ledger.provider.getBlockNumber();
    expect((await done(homes.operator.run("id", "equate", hdl, gs1, "--json"))).json()).toMatchObject({
      agreement: "one-sided",
      awaits: [maker.address],
    });
    expect(await served.ledger.provider.getBlockNumber()).toBe(before);
  });

  it("is refused to whoever owns neither, and for an identifier and itself", async () => {
    for (const command of ["equate", "part"]) {
      const { code, stderr } = await homes.buyer.run("id", command, gs1, hdl);
      expect(code).toBe(4);
      expect(stderr).toContain(operator.address);
    }
    expect((await homes.operator.run("id", "equate", gs1, `(01)09506000134352(21)4711`)).code).toBe(2);
    expect((await homes.operator.run("id", "equate", gs1, "hdl:88.101.0042/none")).code).toBe(3);
  });

  it("makes it hold once the other side states it, from either identifier, as the chain bears out", async () => {
    const { stdout } = await done(homes.maker.run("id", "equate", gs1, hdl));
    expect(stdout).toContain("both sides state it");
    expect(stdout).not.toContain("still to do");
    expect(await shown(hdl)).toMatchObject(agreed(gs1));
    const fromHandle = (await checked(hdl)).stdout;
    expect(fromHandle).toMatch(new RegExp(`same as +${gs1} +of Operator`));
    expect(fromHandle).toMatch(/stands for +party Operator/);
    expect(fromHandle).toMatch(new RegExp(`as is said by +${gs1}`));
    expect(fromHandle).toContain(`https://operator.example/pump  (from ${gs1})`);
    expect((await checked(gs1)).stdout).toContain(`https://maker.example/pump  (from ${hdl})`);
  });

  it.each<[string, (body: string) => string, string | RegExp]>([
    [
      "leaves an equivalent out",
      (body) => body.replace(/"equivalents":\[.*?\],"links"/, '"equivalents":[],"links"'),
      "equivalents",
    ],
    [
      "makes up its owner",
      (body) => body.replaceAll(operator.address, `0x${"ab".repeat(20)}`),
      "equivalents",
    ],
    [
      "leaves out whose subject it is",
      (body) => body.replace(/"subjectSharedBy":"[^"]+"/, '"subjectSharedBy":null'),
      "as is said by",
    ],
    [
      "changes a shared link",
      (body) => body.replace("operator.example/pump", "attacker.example/pump"),
      `links shared by ${gs1}`,
    ],
    [
      "shares a link of nobody's",
      (body) => body.replace('"sharedBy":"https://id.gs1.org/', '"sharedBy":"https://id.gs1.example/'),
      /^links shared by https:\/\/id\.gs1\.example/,
    ],
    ["passes a shared link off as its own", (body) => body.replace(/,"sharedBy":"[^"]+"/, ""), "links"],
  ])("finds out that a resolver %s", async (_, lie, what) => {
    await served.caughtUp();
    spoil = lie;
    const address = liar.address();
    const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : null}`;
    const { code, json } = await homes.buyer.run("resolve", hdl, "--check", "--json", "--resolver-url", url);
    expect(code).toBe(9);
    const point = { what: typeof what === "string" ? what : expect.stringMatching(what), match: false };
    expect(json()).toMatchObject({
      error: { details: { findings: expect.arrayContaining([expect.objectContaining(point)]) } },
    });
  });

  it("ends with a freeze, and holds again after it, as the chain bears out", async () => {
    const { ledger } = served;
    const { deployment, root } = ledger;
    const thing = { kind: "record", id: recordId(schemeId("handle"), handle) } as const;
    const order = toDigest(`0x${"0d".repeat(32)}`);
    await ledger.send(root, accreditOffice(deployment, 7, { kind: "all" }, "Office"));
    await ledger.send(root, setOfficeMember(deployment, 7, root.address, true));
    await ledger.send(root, freezeThing(deployment, thing, { office: 7, reason: "recall", order }, ""));
    expect(await answer(gs1)).toMatchObject({ equivalents: [] });
    await checked(gs1);
    await ledger.send(root, unfreezeThing(deployment, thing, { office: 7, reason: "order-lifted", order }));
    expect(await answer(gs1)).toMatchObject({ equivalents: [{ uri: hdl }] });
  });

  it("ends with a transfer, until the new owner states it, whose other links stay as they are", async () => {
    const { ledger } = served;
    const { deployment } = ledger;
    const name = { scheme: "handle", identifier: handle };
    const linkset = {
      "http://www.w3.org/2002/07/owl#sameAs": [{ href: gs1 }],
      describedby: [{ href: "https://maker.example/", context: ["DE"] }],
    };
    const content = { subject: { kind: "none" }, linkset: encodeLinkset(linkset) } as const;
    await ledger.send(maker, updateContent(deployment, name, content));
    const token = { kind: "record", id: recordId(schemeId("handle"), handle) } as const;
    await ledger.send(maker, transferToken(deployment, token, maker.address, buyer.address));
    for (const [one, other] of [
      [gs1, hdl],
      [hdl, gs1],
    ] as const) {
      expect(await shown(one)).toMatchObject({ sameAs: [{ uri: other, agreement: "former-owner" }] });
      expect(await answer(one)).toMatchObject({ equivalents: [] });
      await checked(one);
    }
    expect((await homes.maker.run("id", "equate", gs1, hdl)).code).toBe(4);
    await done(homes.buyer.run("id", "equate", gs1, hdl));
    expect(await shown(hdl)).toMatchObject({ ...agreed(gs1), linkset });
    expect((await checked(gs1)).stdout).toMatch(new RegExp(`same as +${hdl} +of Buyer`));
  });

  it("states and takes back both sides where both are one's own", async () => {
    const { stdout } = await done(homes.operator.run("id", "equate", gs1, oid));
    expect(stdout).toContain("both sides state it");
    expect(await shown(oid)).toMatchObject(agreed(gs1));
    expect((await checked(oid)).stdout).toContain("party Operator");
    await done(homes.operator.run("id", "part", oid, gs1));
    expect(await shown(oid)).toMatchObject({ sameAs: [] });
    expect(await shown(gs1)).toMatchObject(agreed(hdl));
  });

  it("takes one's own side back, which ends it", async () => {
    await done(homes.operator.run("id", "part", gs1, hdl));
    expect(await answer(hdl)).toMatchObject({
      equivalents: [],
      subject: { kind: "none" },
      subjectSharedBy: null,
    });
    await checked(hdl);
    const again = await homes.operator.run("id", "part", gs1, hdl);
    expect(again.code).toBe(4);
    await done(homes.buyer.run("id", "part", gs1, hdl));
    expect((await homes.operator.run("id", "part", gs1, hdl)).code).toBe(3);
  });
});
