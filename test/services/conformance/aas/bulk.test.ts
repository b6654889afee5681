/** The bulk operations of IDTA-01002, 3.1: many shells or submodels, refused whole or finished by sending them again. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registerIdentifier, retireRecord } from "../../../../services/ledger/actions/identifiers.js";
import { anvilMissing } from "../../../fixtures/anvil.js";
import { call, headOf, proxyTo } from "../../index/node.fixture.js";
import { type Answer, send } from "../raw.js";
import type { ServedLedger } from "../server.fixture.js";
import { allPages, codesOf, encode, idsOf, parsed, search, sendBody } from "./client.js";
import { faultsOf } from "./specification.js";
import { authorised, endpoint, owner, submodel, token, writingResolver } from "./writer.js";

const bearer = { authorization: `Bearer ${token}` };
const shells = "/bulk/shell-descriptors";
const submodels = "/bulk/submodel-descriptors";
const registryProfile =
  "https://admin-shell.io/aas/API/3/1/AssetAdministrationShellRegistryServiceSpecification";

/** A shell with an asset id of its own, one that its asset shares, and a submodel. */
const shell = (name: string) => ({
  id: `https://acme.example/aas/${name}`,
  idShort: "Motor",
  assetKind: "Instance",
  globalAssetId: `https://acme.example/assets/${name}`,
  specificAssetIds: [{ name: "manufacturerPartId", value: "M-200" }],
  endpoints: [endpoint(`shells/${name}`, "AAS-3.0")],
  submodelDescriptors: [submodel(name)],
});

const line = (name: string, count: number) =>
  Array.from({ length: count }, (_, position) => shell(`${name}-${position}`));

/** Begins an operation. */
async function begin(url: string, path: string, body: unknown, method = "POST") {
  return sendBody(url, path, JSON.stringify(body), authorised, method);
}

const pathOf = (url: string, location: string | null | undefined): string => {
  expect(location?.startsWith(`${url}/bulk/`)).toBe(true);
  return String(location).slice(url.length);
};

/** Begins an operation, follows it to its end, and gives its result. */
async function resultOf(url: string, path: string, body: unknown, method = "POST"): Promise<Answer> {
  const begun = await begin(url, path, body, method);
  expect([begun.status, begun.text]).toEqual([202, ""]);
  return ended(url, pathOf(url, begun.headers.get("location")));
}

/** Follows an operation to its end. */
async function ended(url: string, status: string): Promise<Answer> {
  let answer = await send(url, status, bearer);
  await expect
    .poll(
      async () => {
        answer = await send(url, status, bearer);
        if (answer.status === 200) checkRunning(answer);
        return answer.status;
      },
      { timeout: 60_000 },
    )
    .toBe(302);
  return send(url, pathOf(url, answer.headers.location), bearer);
}

function checkRunning(answer: Answer): void {
  expect(parsed(answer)).toEqual({ executionState: "Running", messages: [] });
  expect(faultsOf("BaseOperationResult", parsed(answer))).toBeNull();
  expect(answer.headers["retry-after"]).toBe("1");
}

function checkMessages(answer: Answer, codes: readonly string[]): void {
  expect(codesOf(answer), answer.body).toEqual(codes);
  expect(faultsOf("Result", parsed(answer))).toBeNull();
}

describe.skipIf(anvilMissing !== null)("bulk operations of the AAS interfaces", () => {
  let served: ServedLedger;
  let url: string;

  beforeAll(async () => {
    served = await writingResolver();
    url = served.resolver.url;
  });
  afterAll(() => served?.stop());

  const read = async (path: string) => parsed(await send(url, path));
  const head = () => headOf(served.ledger.anvil.rpcUrl);

  it("registers fifty shells with their submodels, in not many more transactions than there are twins", async () => {
    const fifty = line("line", 50);
    const before = await head();
    expect((await resultOf(url, shells, fifty)).status).toBe(204);
    // One a twin, one commitment to all contents, and 150 records together.
    expect((await head()) - before).toBeLessThan(50 + 10);
    for (const one of [fifty[0], fifty[49]]) {
      expect(await read(`/shell-descriptors/${encode(one?.id ?? "")}`)).toEqual(one);
    }
    const found = await allPages(url, search(["manufacturerPartId", "M-200"]), 100);
    expect(found.toSorted()).toEqual(fifty.map(({ id }) => id).toSorted());
    const listed = idsOf(await allPages(url, "/submodel-descriptors", 100));
    expect(listed.toSorted()).toEqual(
      fifty.flatMap(({ submodelDescriptors }) => submodelDescriptors.map(({ id }) => id)).toSorted(),
    );
    const after = await head();
    expect((await resultOf(url, shells, fifty)).status).toBe(204);
    expect(await head()).toBe(after);
  });

  it("replaces and takes down shells; what is done already is no fault", async () => {
    const [one, other] = [shell("changed-1"), shell("changed-2")];
    expect((await resultOf(url, shells, [one])).status).toBe(204);
    const changed = { ...one, idShort: "Engine" };
    expect((await resultOf(url, shells, [changed, other], "PUT")).status).toBe(204);
    expect(await read(`/shell-descriptors/${encode(one.id)}`)).toEqual(changed);
    expect(await read(`/shell-descriptors/${encode(other.id)}`)).toEqual(other);
    checkMessages(await resultOf(url, shells, [one]), ["BULK_REFUSED", "RESOLVER_CONFLICT"]);
    expect((await resultOf(url, shells, [one.id], "DELETE")).status).toBe(204);
    expect((await send(url, `/shell-descriptors/${encode(one.id)}`)).status).toBe(404);
    expect((await resultOf(url, shells, [one.id, other.id], "DELETE")).status).toBe(204);
    expect((await send(url, `/shell-descriptors/${encode(other.id)}`)).status).toBe(404);
    const unknown = await resultOf(url, shells, [one.id, "urn:acme:nobody"], "DELETE");
    expect(unknown.status).toBe(400);
    checkMessages(unknown, ["BULK_REFUSED", "RESOLVER_UNKNOWN_SHELL"]);
  });

  it("registers, replaces and takes down submodels by themselves", async () => {
    const [one, other] = [submodel("Loose1"), submodel("Loose2")];
    const before = await head();
    expect((await resultOf(url, submodels, [one, other])).status).toBe(204);
    expect((await head()) - before).toBe(1);
    expect(await read(`/submodel-descriptors/${encode(other.id)}`)).toEqual(other);
    const changed = { ...one, idShort: "Looser" };
    checkMessages(await resultOf(url, submodels, [changed]), ["BULK_REFUSED", "RESOLVER_CONFLICT"]);
    expect((await resultOf(url, submodels, [changed], "PUT")).status).toBe(204);
    expect(await read(`/submodel-descriptors/${encode(one.id)}`)).toEqual(changed);
    expect((await resultOf(url, submodels, [one.id, other.id], "DELETE")).status).toBe(204);
    expect((await send(url, `/submodel-descriptors/${encode(one.id)}`)).status).toBe(404);
    expect((await resultOf(url, submodels, [one.id], "DELETE")).status).toBe(204);
    checkMessages(await resultOf(url, submodels, ["urn:acme:sm:nobody"], "DELETE"), [
      "BULK_REFUSED",
      "RESOLVER_UNKNOWN_SUBMODEL",
    ]);
  });

  it("sends nothing where one item cannot be written, and says what is wrong with each such item", async () => {
    const { deployment, send: sendCall } = served.ledger;
    const maker = await served.ledger.account(1);
    const name = { scheme: "aas", identifier: `${owner}/serialNumber/RETIRED` };
    const content = { subject: { kind: "none" as const }, linkset: new Uint8Array() };
    const length = Buffer.byteLength(owner);
    await sendCall(maker, registerIdentifier(deployment, name, length, content, maker.address));
    await sendCall(maker, retireRecord(deployment, name, "for a test"));
    await served.caughtUp();
    const before = await head();
    const retired = {
      ...shell("bad-1"),
      specificAssetIds: [{ name: "serialNumber", value: "RETIRED" }],
    };
    const large = {
      ...shell("bad-2"),
      description: line("x", 20).map(() => ({ language: "en", text: "x".repeat(1_000) })),
    };
    const answer = await resultOf(url, shells, [...line("good", 3), retired]);
    expect(answer.status).toBe(400);
    checkMessages(answer, ["BULK_REFUSED", "RESOLVER_CONFLICT"]);
    expect(answer.body).toContain(`Item 4 (\\"${retired.id}\\")`);
    expect(answer.body).toContain("retired for ever");
    // More than a record holds: only the ledger itself says so.
    const tooLarge = await resultOf(url, shells, [...line("good", 3), large]);
    expect(tooLarge.status).toBe(400);
    checkMessages(tooLarge, ["BULK_REFUSED", "RESOLVER_CONFLICT"]);
    expect(await head()).toBe(before);
    expect((await send(url, `/shell-descriptors/${encode(shell("good-0").id)}`)).status).toBe(404);
  });

  it.each([
    [
      "one asset",
      () => [shell("twice-1"), { ...shell("twice-2"), globalAssetId: shell("twice-1").globalAssetId }],
    ],
    [
      "one submodel",
      () => [shell("twice-1"), { ...shell("twice-2"), submodelDescriptors: [submodel("twice-1")] }],
    ],
  ])("refuses two items that are about %s", async (_, items) => {
    const before = await head();
    const answer = await resultOf(url, shells, items());
    checkMessages(answer, ["BULK_REFUSED", "RESOLVER_CONFLICT"]);
    expect(answer.body).toContain("item 1 is about, too");
    expect(await head()).toBe(before);
  });

  it("sends nothing that the key cannot pay for", async () => {
    const { anvil, account } = served.ledger;
    const { address } = await account(1);
    const balance = await call(anvil.rpcUrl, "eth_getBalance", [address, "latest"]);
    await call(anvil.rpcUrl, "anvil_setBalance", [address, "0x1"]);
    const before = await head();
    const answer = await resultOf(url, shells, line("poor", 2));
    await call(anvil.rpcUrl, "anvil_setBalance", [address, balance]);
    expect(answer.status).toBe(500);
    checkMessages(answer, ["BULK_REFUSED", "RESOLVER_LEDGER_UNAVAILABLE"]);
    expect(await head()).toBe(before);
    expect((await resultOf(url, shells, line("poor", 2))).status).toBe(204);
  });

  it("lets operations and single writes of one shell follow one another", async () => {
    const [one, other] = [shell("turn-1"), shell("turn-2")];
    const changed = { ...one, idShort: "Second" };
    const [first, second, third] = await Promise.all([
      resultOf(url, shells, [one, other]),
      resultOf(url, shells, [{ ...other, idShort: "Second" }, changed], "PUT"),
      sendBody(url, `/shell-descriptors/${encode(one.id)}`, JSON.stringify(changed), authorised, "PUT"),
    ]);
    expect([first.status === 204 || codesOf(first).includes("RESOLVER_CONFLICT"), second.status]).toEqual([
      true,
      204,
    ]);
    expect([201, 204]).toContain(third.status);
    expect(await read(`/shell-descriptors/${encode(one.id)}`)).toEqual(changed);
  });

  it.each([
    ["no list", shell("x")],
    ["an empty list", []],
    ["an item of another structure", [shell("x"), { id: 1 }]],
    ["one id twice", [shell("x"), shell("x")]],
    ["too many items", line("x", 201)],
    [
      "too many names",
      line("x", 3).map((one) => ({
        ...one,
        specificAssetIds: Array.from({ length: 700 }, (_, id) => ({ name: "a", value: String(id) })),
      })),
    ],
  ])("refuses %s at once", async (_, body) => {
    const answer = await begin(url, shells, body);
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining("RESOLVER_INVALID_BODY")]);
    expect(faultsOf("Result", JSON.parse(answer.text))).toBeNull();
  });

  it("refuses a body that is too large", async () => {
    const answer = await begin(url, shells, "x".repeat(2 * 1024 * 1024));
    expect([answer.status, answer.text]).toEqual([413, expect.stringContaining("RESOLVER_BODY_TOO_LARGE")]);
  });

  it.each([
    ["POST", shells],
    ["PUT", shells],
    ["DELETE", shells],
    ["POST", submodels],
    ["PUT", submodels],
    ["DELETE", submodels],
    ["GET", "/bulk/status/x"],
    ["GET", "/bulk/result/x"],
  ])("%s %s takes the token", async (method, path) => {
    for (const headers of [{}, { authorization: "Bearer another-token-for-tests" }]) {
      const answer = await send(url, path, headers, method);
      expect([answer.status, codesOf(answer)]).toEqual([401, ["RESOLVER_UNAUTHORISED"]]);
      expect(answer.headers["www-authenticate"]).toBe("Bearer");
    }
  });

  it.each(["/bulk/status", "/bulk/result"])("says of an unknown handle at %s what to do", async (path) => {
    for (const handle of [encode("0b4e6a1e-6c2f-4b1a-9d3e-5f6a7b8c9d0e"), "no-handle", "%F0%9F%92%A9"]) {
      const answer = await send(url, `${path}/${handle}`, bearer);
      expect(answer.status).toBe(404);
      checkMessages(answer, ["RESOLVER_UNKNOWN_BULK"]);
      expect(answer.body).toContain("send the same again");
    }
  });

  it("is not claimed, since the profile promises to roll back", async () => {
    const description = await read("/description");
    expect(faultsOf("ServiceDescription", description)).toBeNull();
    expect(description).toMatchObject({ profiles: expect.arrayContaining([`${registryProfile}/SSP-001`]) });
    expect(JSON.stringify(description)).not.toContain("SSP-003");
  });
});

describe.skipIf(anvilMissing !== null)("a bulk operation that breaks off", () => {
  it("says of each item what is on the ledger, and is finished by sending it again", async () => {
    let sends = Number.POSITIVE_INFINITY;
    const served = await writingResolver(async (rpcUrl) => {
      const proxy = await proxyTo(rpcUrl, async ({ method, forward }) => {
        if (method === "eth_sendRawTransaction") {
          sends -= 1;
          if (sends < 0) throw new Error("the node is out of order");
        }
        return forward();
      });
      return proxy.rpcUrl;
    });
    try {
      const { url } = served.resolver;
      const items = line("broken", 4);
      // The commitment and two of four twins.
      sends = 3;
      const broken = await resultOf(url, shells, items);
      expect(broken.status, broken.body).toBe(500);
      const codes = codesOf(broken);
      expect(codes[0]).toBe("BULK_BROKE_OFF");
      expect(codes.slice(1)).toHaveLength(4);
      expect(faultsOf("Result", parsed(broken))).toBeNull();
      expect(broken.body).toContain("0 of 4 items are on the ledger whole");
      expect(broken.body.match(/1 of its 4 parts are on the ledger/g)).toHaveLength(2);
      expect(broken.body.match(/0 of its 4 parts are on the ledger/g)).toHaveLength(2);
      // Two twins more under another commitment, and the records of the shells, not those of the submodels.
      sends = 4;
      const again = await resultOf(url, shells, items);
      expect(again.status, again.body).toBe(500);
      // What was there before the attempt is no part of it any more.
      expect(again.body.match(/3 of its 4 parts are on the ledger/g)).toHaveLength(2);
      expect(again.body.match(/2 of its 3 parts are on the ledger/g)).toHaveLength(2);
      sends = Number.POSITIVE_INFINITY;
      expect((await resultOf(url, shells, items)).status).toBe(204);
      for (const one of items) {
        expect(parsed(await send(url, `/shell-descriptors/${encode(one.id)}`))).toEqual(one);
      }
    } finally {
      await served.stop();
    }
  });
});

describe.skipIf(anvilMissing !== null)("a bulk operation that is under way", () => {
  it("tells so, has no result yet, and counts among those that are carried out at once", async () => {
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const served = await writingResolver(async (rpcUrl) => {
      const proxy = await proxyTo(rpcUrl, async ({ method, forward }) => {
        if (method === "eth_sendRawTransaction") await held;
        return forward();
      });
      return proxy.rpcUrl;
    });
    try {
      const { url } = served.resolver;
      const begun = await Promise.all(Array.from({ length: 8 }, () => begin(url, shells, [shell("held")])));
      const paths = begun.map(({ headers }) => pathOf(url, headers.get("location")));
      for (const path of paths) {
        const status = await send(url, path, bearer);
        expect(status.status).toBe(200);
        checkRunning(status);
        const result = await send(url, path.replace("status", "result"), bearer);
        expect(result.status).toBe(404);
        checkMessages(result, ["RESOLVER_UNKNOWN_BULK"]);
      }
      const refused = await begin(url, shells, [shell("held")]);
      expect([refused.status, refused.text]).toEqual([503, expect.stringContaining("RESOLVER_BULK_BUSY")]);
      expect(refused.headers.get("retry-after")).toBe("5");
      letGo();
      // All are of one shell: they follow one another, and what one has done the next finds done.
      for (const path of paths) expect((await ended(url, path)).status).toBe(204);
      expect((await resultOf(url, shells, [shell("held")])).status).toBe(204);
    } finally {
      letGo();
      await served.stop();
    }
  });
});
