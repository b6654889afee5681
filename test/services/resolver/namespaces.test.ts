/** `/v1/namespaces` and `/v1/certificates`: what the resolver says, held against what the chain's own views say at the same block. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { Call } from "../../../services/ledger/actions/call.js";
import { registerIdentifier } from "../../../services/ledger/actions/identifiers.js";
import {
  adoptTenures,
  cancelCertificate,
  delegateNamespace,
  emancipateNamespace,
  reinstateNamespace,
  renewNamespace,
  submitCertificate,
  surrenderNamespace,
  suspendNamespace,
} from "../../../services/ledger/actions/namespaces.js";
import { transferToken } from "../../../services/ledger/actions/tokens.js";
import { type DelegationCertificate, signCertificate } from "../../../services/ledger/certificates.js";
import { toHex } from "../../../services/ledger/hex.js";
import { namespaceId, schemeId } from "../../../services/ledger/ids.js";
import { encodeLinkset } from "../../../services/ledger/linkset.js";
import { readNamespace } from "../../../services/ledger/reads/namespaces.js";
import {
  certificateSchema,
  type NamespaceDetailsView,
  namespaceDetailsSchema,
} from "../../../services/resolver/v1/namespaceSchema.js";
import { anvilMissing } from "../../fixtures/anvil.js";
import { type Account, type DeployedLedger, deployedLedger } from "../../fixtures/ledger.js";
import { reached, watchFollower } from "../index/follower.fixture.js";
import { call, headOf } from "../index/node.fixture.js";
import { temporaryStore } from "../store/temporary.fixture.js";
import { startResolver } from "./http.fixture.js";

const day = 86_400;
const noLimits = { expiry: 0, levels: 255, mayIssue: true };
const gs1 = (prefix: string) => ({ scheme: "gs1", prefix });

describe.skipIf(anvilMissing)("a namespace over HTTP", () => {
  let ledger: DeployedLedger;
  let node: Account;
  let maker: Account;
  let buyer: Account;

  beforeAll(async () => {
    ledger = await deployedLedger();
    node = await ledger.party(1, "Sector node");
    maker = await ledger.party(2, "Acme Pumps");
    buyer = await ledger.party(3, "Buyer");
  });
  afterAll(() => ledger?.stop());

  /** A resolver that follows the chain from scratch. */
  async function following() {
    const { deployment, anvil } = ledger;
    const store = await temporaryStore();
    const { until } = watchFollower({ rpcUrl: anvil.rpcUrl, deployment, store });
    const resolver = await startResolver(store);
    onTestFinished(() => resolver.close());
    const get = async (path: string): Promise<Response> => {
      await until(reached(await headOf(anvil.rpcUrl)));
      return resolver.get(path);
    };
    const show = async (prefix: string): Promise<NamespaceDetailsView> => {
      const response = await get(`/v1/namespaces/gs1/${prefix}`);
      expect(response.status).toBe(200);
      return namespaceDetailsSchema.parse(await response.json());
    };
    return { get, show };
  }

  const delegate = (by: Account, prefix: string, parent: string, to: Account, terms = noLimits) =>
    ledger.send(by, delegateNamespace(ledger.deployment, gs1(prefix), parent.length, to.address, terms));
  const register = (by: Account, identifier: string, prefix: string) =>
    ledger.send(
      by,
      registerIdentifier(
        ledger.deployment,
        { scheme: "gs1", identifier },
        prefix.length,
        { subject: { kind: "none" }, linkset: encodeLinkset({}) },
        by.address,
      ),
    );
  const now = async (): Promise<number> => (await ledger.provider.getBlock("latest"))?.timestamp ?? 0;

  /** Time passes, for the resolver too. */
  async function wait(seconds: number): Promise<void> {
    await call(ledger.anvil.rpcUrl, "evm_increaseTime", [seconds]);
    await call(ledger.anvil.rpcUrl, "evm_mine");
  }

  it("shows its terms, and that it lapses, is renewed, and is given to another", async () => {
    const { deployment, root, send } = ledger;
    const { show, get } = await following();
    const expiry = (await now()) + day;
    await delegate(root, "41", "", node, { expiry, levels: 2, mayIssue: false });
    await delegate(node, "4123456", "41", maker);
    await register(maker, "01/04123456000007", "4123456");
    expect(await show("41")).toMatchObject({
      namespace: {
        status: "live",
        expiry,
        mayIssue: false,
        emancipated: false,
        holder: { name: "Sector node" },
      },
      epoch: 1,
      levels: 2,
      cause: null,
      statistics: {
        namespace: { delegations: 1, redelegations: 0, registrations: 0 },
        holder: { delegations: 1, redelegations: 0, registrations: 0 },
      },
    });
    expect((await show("4123456")).statistics.namespace).toMatchObject({ delegations: 0, registrations: 1 });

    await wait(day);
    expect(await show("4123456")).toMatchObject({
      namespace: { status: "lapsed", suspensionReason: null, ancestors: [{ prefix: "41" }, { prefix: "" }] },
      cause: { prefix: "41", expiry },
    });
    const resolved = await (await get("/v1/resolve?id=01/04123456000007")).json();
    expect(resolved).toMatchObject({ record: { status: "namespace-lapsed" }, links: [], rights: [] });
    const free = await (await get("/v1/resolve?id=01/04123456000014")).json();
    expect(free).toMatchObject({ authority: { prefix: "", status: "live" } });

    const later = (await now()) + day;
    await send(root, renewNamespace(deployment, gs1("41"), later));
    expect(await show("4123456")).toMatchObject({ namespace: { status: "live" }, cause: null });
    expect(await show("41")).toMatchObject({ namespace: { expiry: later } });

    await send(node, surrenderNamespace(deployment, gs1("41")));
    await delegate(root, "41", "", buyer);
    expect(await show("41")).toMatchObject({
      namespace: { status: "live", expiry: null, holder: { name: "Buyer" } },
      epoch: 2,
      statistics: { namespace: { delegations: 1 }, holder: { delegations: 0 } },
    });
    expect(await show("4123456")).toMatchObject({
      namespace: { status: "lapsed" },
      cause: { prefix: "4123456", expiry: null },
    });
    expect((await show("")).statistics.namespace.redelegations).toBe(1);
    await delegate(buyer, "4123456", "41", buyer);
    const former = await (await get("/v1/resolve?id=01/04123456000007")).json();
    expect(former).toMatchObject({
      record: { status: "namespace-lapsed" },
      owner: { name: "Acme Pumps" },
      authority: { status: "live", holder: { name: "Buyer" } },
      links: [],
    });
    expect(await show("4123456")).toMatchObject({ epoch: 2, tenure: 2, answersSince: 2 });
    await send(buyer, adoptTenures(deployment, gs1("4123456"), 1));
    expect(await show("4123456")).toMatchObject({ epoch: 2, tenure: 2, answersSince: 1 });
    const back = await (await get("/v1/resolve?id=01/04123456000007")).json();
    expect(back).toMatchObject({
      record: { status: "active" },
      owner: { name: "Acme Pumps" },
      authority: { status: "live", holder: { name: "Buyer" } },
    });
  });

  it("shows that an emancipated one depends on nobody above", async () => {
    const { deployment, root, send } = ledger;
    const { show } = await following();
    await delegate(root, "42", "", node);
    await send(root, emancipateNamespace(deployment, gs1("42")));
    await delegate(node, "421", "42", maker);
    await send(node, emancipateNamespace(deployment, gs1("421")));
    await send(node, surrenderNamespace(deployment, gs1("42")));
    expect(await show("42")).toMatchObject({ namespace: { status: "lapsed", emancipated: false } });
    expect(await show("421")).toMatchObject({
      namespace: { status: "live", emancipated: true, ancestors: [{ prefix: "42" }, { prefix: "" }] },
    });
  });

  it("shows a certificate that was used, and one that was cancelled", async () => {
    const { deployment, root, send } = ledger;
    const { show, get } = await following();
    await delegate(root, "43", "", node);
    const certificate = async (prefix: string): Promise<DelegationCertificate> => ({
      ...gs1(prefix),
      parentLength: 2,
      holder: maker.address,
      terms: { expiry: 0, levels: 0, mayIssue: true },
      parentEpoch: 1,
      controlEpoch: 0,
      epoch: 0,
      deadline: (await now()) + day,
      salt: toHex(`0x${"01".repeat(32)}`),
    });
    const used = await signCertificate(deployment, await certificate("431"), node.signer);
    const spent = await signCertificate(deployment, await certificate("432"), node.signer);
    expect((await get(`/v1/certificates/${used.digest}`)).status).toBe(404);
    await send(buyer, submitCertificate(deployment, used.certificate, used.signature));
    await send(node, cancelCertificate(deployment, spent.certificate));
    await expect(
      send(buyer, submitCertificate(deployment, spent.certificate, spent.signature)),
    ).rejects.toMatchObject({ details: { error: "CertificateVoid" } });
    expect(await show("431")).toMatchObject({ namespace: { holder: { name: "Acme Pumps" } }, levels: 0 });
    const shown = async (digest: string) =>
      certificateSchema.parse(await (await get(`/v1/certificates/${digest}`)).json());
    expect(await shown(used.digest)).toMatchObject({
      status: "used",
      namespace: namespaceId(schemeId("gs1"), "431"),
      at: { by: buyer.address },
    });
    expect(await shown(spent.digest)).toMatchObject({ status: "cancelled", at: { by: node.address } });
  });

  it("refuses what is no namespace, and knows none that was never delegated", async () => {
    const { get } = await following();
    expect((await get("/v1/namespaces/gs1")).status).toBe(200);
    expect(await (await get("/v1/namespaces/isbn/1")).json()).toMatchObject({
      code: "RESOLVER_INVALID_NAMESPACE",
    });
    expect((await get("/v1/namespaces/gs1/12a")).status).toBe(400);
    expect(await (await get("/v1/namespaces/gs1/999")).json()).toMatchObject({
      code: "RESOLVER_UNKNOWN_NAMESPACE",
    });
    expect(await (await get("/v1/certificates/0x12")).json()).toMatchObject({
      code: "RESOLVER_INVALID_CERTIFICATE",
    });
  });

  it("agrees with the chain whatever was done, and when", async () => {
    const { deployment, provider, root } = ledger;
    const { show, get } = await following();
    const people = [root, node, maker, buyer];
    const prefixes = ["5", "51", "512", "5123", "53"];
    const place = fc.record({
      prefix: fc.constantFrom(...prefixes),
      cut: fc.nat({ max: 3 }),
      by: fc.constantFrom(...people),
      to: fc.constantFrom(...people),
      life: fc.nat({ max: 3 }),
      kind: fc.constantFrom(
        "delegate",
        "delegate",
        "renew",
        "surrender",
        "emancipate",
        "suspend",
        "reinstate",
        "transfer",
        "adopt",
        "wait",
      ),
    });
    type Move = typeof place extends fc.Arbitrary<infer Value> ? Value : never;
    const start = await now();
    const callOf = ({ prefix, cut, by, to, life, kind }: Move, time: number): Call | null => {
      const name = gs1(prefix);
      const above = cut % prefix.length;
      const expiry = life === 0 ? 0 : time + life * 100;
      switch (kind) {
        case "delegate":
          return delegateNamespace(deployment, name, above, to.address, { ...noLimits, expiry });
        case "renew":
          return renewNamespace(deployment, name, expiry);
        case "surrender":
          return surrenderNamespace(deployment, name);
        case "emancipate":
          return emancipateNamespace(deployment, name);
        case "adopt":
          return adoptTenures(deployment, name, 1 + cut);
        case "suspend":
          return suspendNamespace(deployment, name, above, "because");
        case "reinstate":
          return reinstateNamespace(deployment, name, above, "");
        case "transfer":
          return transferToken(
            deployment,
            { kind: "namespace", id: namespaceId(schemeId("gs1"), prefix) },
            by.address,
            to.address,
          );
        default:
          return null;
      }
    };
    await fc.assert(
      fc.asyncProperty(fc.array(place, { minLength: 12, maxLength: 24 }), async (moves) => {
        for (const move of moves) {
          const made = callOf(move, await now());
          if (made === null) await wait(150);
          else for (const by of [move.by, root]) await ledger.send(by, made).catch(() => undefined);
        }
        for (const prefix of prefixes) {
          const onChain = await readNamespace(provider, deployment, gs1(prefix));
          if (onChain === null) {
            expect((await get(`/v1/namespaces/gs1/${prefix}`)).status).toBe(404);
            continue;
          }
          const { expiry, mayIssue, emancipated, holder, standing, epoch, levels, tenure, answersSince } =
            onChain;
          expect(await show(prefix), prefix).toMatchObject({
            namespace: {
              status: standing,
              expiry: expiry === 0 ? null : expiry,
              mayIssue,
              emancipated,
              holder: { address: holder },
            },
            epoch,
            levels,
            tenure,
            answersSince,
          });
        }
      }),
      { numRuns: 6 },
    );
    expect(await now()).toBeGreaterThan(start);
  });
});
