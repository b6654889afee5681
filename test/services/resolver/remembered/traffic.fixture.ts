/** Blocks in which anything may change that answers are made of, and what is asked about all of it. */
import { encodeBytes32String } from "ethers";
import fc from "fast-check";
import { shellLinks, submodelLinks } from "../../../../services/ledger/descriptors/encode.js";
import { toDigest, toHex } from "../../../../services/ledger/hex.js";
import { namespaceId, ruleBatchId, schemeId } from "../../../../services/ledger/ids.js";
import { sameAs } from "../../../../services/ledger/sameAs.js";
import { profileUri } from "../../../../services/resolver/gs1/ledgerLinkset.js";
import type { Address, GrantId, NamespaceId, RecordId, TwinId } from "../../../../services/store/model.js";
import { LedgerFixture } from "../ledger.fixture.js";

const product = "01/09506000134352";
const shell = "https://maker.example/shells/1";
const legalId = "lei:213800KUD8LAJWSQ9D15";
const base64url = (text: string): string => Buffer.from(text).toString("base64url");
const uuid = (place: number): string => `580d3adf-1981-44a0-a214-13d6ceed937${place}`;
const gs1 = schemeId("gs1");

/** One thing that happens. Which it is of where there are several, and what becomes of it, is told by numbers. */
type Move = (place: number, value: number) => void;

/** What is asked for: a path, and what its answer is wanted as. */
export interface Question {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Some blocks more, each with some moves, or some of them taken back. */
export type Step =
  | {
      readonly kind: "mined";
      readonly blocks: readonly (readonly [which: number, place: number, value: number][])[];
    }
  | { readonly kind: "undone"; readonly blocks: number };

const moves = fc.array(fc.tuple(fc.nat(), fc.nat(5), fc.nat(5)), { maxLength: 3 });

export const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant("mined"),
        blocks: fc.array(moves, { minLength: 1, maxLength: 3 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant("undone"), blocks: fc.integer({ min: 1, max: 3 }) }),
    },
  ),
  { minLength: 1, maxLength: 10 },
);

export class Traffic {
  readonly ledger: LedgerFixture;
  readonly #root: Address;
  readonly #maker: Address;
  readonly #buyer: Address;
  readonly #namespace: NamespaceId;
  readonly #twin: TwinId;
  readonly #product: RecordId;
  readonly #shell: RecordId;
  /** What is so of that of which the ledger has to know whether it is. */
  #facts: ReadonlySet<string> = new Set();
  /** The same at the end of each block. */
  readonly #factsAt: ReadonlySet<string>[] = [new Set(), new Set()];
  /** How a record is given other links. */
  readonly #updates = new Map<string, (value: number) => void>();
  readonly #grants = new Map<number, GrantId>();
  #block = 1;

  /** A ledger with a product, its shell and its handle, all in its first block. */
  static async begin(): Promise<Traffic> {
    const ledger = await LedgerFixture.open();
    const traffic = new Traffic(ledger);
    await ledger.mine({ finalized: 1 });
    return traffic;
  }

  private constructor(ledger: LedgerFixture) {
    this.ledger = ledger;
    this.#root = ledger.party("Root");
    this.#maker = ledger.party("Maker", legalId);
    this.#buyer = ledger.party("Buyer");
    ledger.schemes(this.#root);
    ledger.accredit(this.#root, "lei:");
    ledger.office(1, "Office");
    ledger.attest(this.#root, this.#maker, { legalId });
    this.#namespace = ledger.namespace("gs1", "9506000", this.#maker);
    ledger.namespace("handle", "88.101", this.#maker);
    ledger.namespace("aas", "MAKER", this.#maker);
    this.#twin = ledger.twin("Pump", this.#maker);
    const gs1Record = { owner: this.#maker, prefix: "9506000" };
    this.#product = ledger.register(product, { ...gs1Record, links: links(0) });
    ledger.register("88.101/1", {
      ...{ scheme: "handle", owner: this.#maker, prefix: "88.101", twin: this.#twin },
      links: links(0),
    });
    this.#shell = ledger.register(named("AssetAdministrationShell", shell), {
      ...{ owner: this.#maker, prefix: "MAKER", twin: this.#twin },
      links: shellLinks({ idShort: "Pump" }),
    });
  }

  /** Paths with all that may be asked of it, whether it is there yet or not. */
  questions(baseUrl: string): readonly Question[] {
    const web = `did:web:${new URL(baseUrl).host.replace(":", "%3A")}`;
    const did = (id: string): string => `/1.0/identifiers/${encodeURIComponent(id)}`;
    const resolve = (id: string): string => `/v1/resolve?id=${encodeURIComponent(id)}`;
    const asked = (path: string, headers: Question["headers"] = {}): Question => ({ path, headers });
    const asset = (value: string) => base64url(JSON.stringify({ name: "globalAssetId", value }));
    const serials = [1, 2, 15].map((serial) => `${product}/21/${serial}`);
    const result = { accept: "application/did-resolution" };
    const profile = `application/linkset+json; profile="${profileUri(baseUrl)}"`;
    return [
      ...[product, `${product}/10/LOT/21/1`, ...serials].flatMap((id) => [
        asked(`/${id}`),
        asked(`/${id}?linkType=linkset`),
        asked(resolve(id)),
      ]),
      asked(`/${product}?linkType=linkset`, { accept: profile }),
      asked(`/${product}?linkType=gs1:pip`, { accept: "text/html" }),
      asked(resolve(product), { accept: "text/html", "accept-encoding": "identity" }),
      asked(resolve(product), { "accept-encoding": "gzip" }),
      asked(resolve(product), { "if-none-match": "*" }),
      asked(`${resolve(product)}&at=1`),
      asked(`${resolve(product)}&at=3`),
      asked(resolve(`urn:uuid:${uuid(1)}`)),
      asked(resolve("88.101/1")),
      asked("/88.101/1"),
      asked("/api/handles/88.101/1"),
      asked("/api/handles/88.101/2"),
      asked(did(`${web}:records:${this.#product}`), result),
      asked(did(`${web}:twins:${this.#twin}`), { accept: "application/did-url-dereferencing" }),
      asked(did(`did:ethr:0x7a69:${this.#maker}`), result),
      asked(did(`did:ethr:0x7a69:${this.#maker}`)),
      asked(`${did(`did:ethr:0x7a69:${this.#maker}`)}?versionId=1`, result),
      asked(`/records/${this.#product}/did.json`),
      asked(`/parties/${this.#maker}/did.json`),
      asked(`/twins/${this.#twin}/did.json`),
      asked("/shell-descriptors"),
      asked("/shell-descriptors?assetKind=Instance&limit=2"),
      asked(`/shell-descriptors/${base64url(shell)}`),
      asked(`/shell-descriptors/${base64url(shell)}/submodel-descriptors`),
      asked("/submodel-descriptors"),
      asked(`/submodel-descriptors/${base64url("https://maker.example/submodels/1")}`),
      asked("/lookup/shells"),
      asked(`/lookup/shells?assetIds=${asset(`urn:uuid:${uuid(1)}`)}`),
      asked(`/lookup/shells?assetIds=${asset(`https://example.com/${product}/21/1`)}`),
      asked(`/lookup/shells/${base64url(shell)}`),
    ];
  }

  async take(step: Step): Promise<void> {
    if (step.kind === "undone") {
      await this.#goBackTo(Math.max(1, this.#block - step.blocks));
      return;
    }
    for (const moves of step.blocks) {
      for (const [which, place, value] of moves) this.#moves[which % this.#moves.length]?.(place, value);
      await this.ledger.mine({ finalized: 1 });
      this.#block += 1;
      this.#factsAt[this.#block] = this.#facts;
    }
  }

  async #goBackTo(block: number): Promise<void> {
    if (block === this.#block) return;
    await this.ledger.goBackTo(block);
    this.#block = block;
    this.#facts = this.#factsAt[block] ?? new Set();
  }

  /** Makes something so, or otherwise. @returns whether it was not. */
  #becomes(fact: string, holds = true): boolean {
    if (this.#facts.has(fact) === holds) return false;
    const others = [...this.#facts].filter((other) => other !== fact);
    this.#facts = new Set(holds ? [...others, fact] : others);
    return true;
  }

  /** A record comes to be, or has other links from now on. */
  #record(id: string, prefix: string, value: number, of: { readonly twin?: TwinId } = {}): void {
    const options = { owner: this.#maker, prefix, links: links(value), ...of };
    const record = this.#becomes(id) ? this.ledger.register(id, options) : null;
    if (record === null) this.#updates.get(id)?.(value);
    else this.#updates.set(id, (next) => this.ledger.update(record, { ...options, links: links(next) }));
  }
  readonly #moves: readonly Move[] = [
    (place, value) => {
      const twin = value % 2 === 0 ? {} : { twin: this.#twin };
      this.#record(`${product}/21/${1 + (place % 3)}`, "9506000", value, twin);
    },
    (_, value) => this.#record(`${product}/10/LOT`, "9506000", value),
    (_, value) => this.ledger.update(this.#product, { owner: this.#maker, links: links(value) }),
    (_, value) => this.ledger.recordStatus(this.#product, value % 2 === 0 ? "active" : "suspended", "recall"),
    (_, value) => {
      if (value % 2 === 0) this.ledger.reinstateNamespace(this.#namespace);
      else this.ledger.suspendNamespace(this.#namespace, "fees");
    },
    (place) => {
      const longer = `9506000${place}`;
      if (this.#becomes(longer)) this.ledger.namespace("gs1", longer, this.#buyer, "9506000");
    },
    (_, value) => {
      const [from, to] = value % 2 === 0 ? [this.#maker, this.#buyer] : [this.#buyer, this.#maker];
      this.ledger.transfer("identifiers", this.#product, from, to);
    },
    (place) => {
      if (!this.#becomes(`grant ${place}`)) return;
      const given = { grantor: this.#maker, grantee: this.#buyer, scope: `s${place}` };
      this.#grants.set(place, this.ledger.grant("record", this.#product, given));
    },
    (place) => {
      const grant = this.#grants.get(place);
      if (grant === undefined || !this.#facts.has(`grant ${place}`)) return;
      if (this.#becomes(`revoked ${place}`)) this.ledger.revoke(grant, this.#product);
    },
    (place, value) => {
      const things = [
        [3, this.#product],
        [1, this.#maker],
        [2, this.#namespace],
        [4, this.#twin],
      ] as const;
      const [registry, thing] = things[place % things.length] ?? things[0];
      const freezes = value % 2 === 1;
      if (!this.#becomes(`frozen ${thing}`, freezes)) return;
      if (freezes) this.ledger.freeze(registry, thing);
      else this.ledger.unfreeze(registry, thing);
    },
    (_, value) => {
      if (value % 2 === 0) this.ledger.attest(this.#root, this.#maker, { legalId });
      else this.ledger.revokeAttestation(this.#root, this.#maker, { legalId });
    },
    (_, value) => this.ledger.controlTo(this.#maker, value % 2 === 0 ? this.#maker : this.#buyer),
    (place, value) => {
      this.ledger.happened({
        event: "DIDAttributeChanged",
        contract: "parties",
        identity: this.#maker,
        name: toHex(encodeBytes32String("did/svc/Hub")),
        value: toHex(`0x${Buffer.from(`https://hub${place}.example`).toString("hex")}`),
        validTo: value % 3 === 0 ? 0n : 4_000_000_000n,
        previousChange: 0n,
      });
    },
    (place) => {
      if (this.#becomes(`twin ${place}`)) this.ledger.twin(`Pump ${place}`, this.#maker);
    },
    (_, value) => {
      const about = { owner: this.#maker, twin: this.#twin };
      this.ledger.update(this.#shell, { ...about, links: shellLinks({ idShort: `Pump${value}` }) });
    },
    (place) => {
      if (!this.#becomes(`submodel ${place}`)) return;
      this.ledger.register(named("Submodel", `https://maker.example/submodels/${place}`), {
        ...{ owner: this.#maker, prefix: "MAKER", record: this.#shell },
        links: submodelLinks({ idShort: `Part${place}` }),
      });
    },
    (place) =>
      this.#record(named("globalAssetId", `urn:uuid:${uuid(place)}`), "MAKER", 0, { twin: this.#twin }),
    (place) => this.#record("88.101/2", "88.101", place),
    (place) => {
      const first = String(10 * (1 + (place % 2)));
      const range = { scheme: gs1, stem: `${product}/21/`, tail: "", first, last: String(Number(first) + 9) };
      if (!this.#becomes(`range ${first}`)) return;
      const { tail, stem } = range;
      this.ledger.happened({
        event: "RuleBatchIssued",
        contract: "batches",
        batch: ruleBatchId(range),
        namespace: namespaceId(gs1, "9506000"),
        owner: this.#buyer,
        extent: { scheme: gs1, stem, tail, width: 2, first: BigInt(first), last: BigInt(range.last) },
        ...{ prefixLength: 7, namespaceEpoch: 1, by: this.#maker },
      });
    },
    // What nothing here is made of.
    (place, value) => this.ledger.office(2 + place, `Office ${value}`),
    (place) => this.ledger.anchor(toDigest(`0x${String(place).padStart(64, "0")}`), this.#buyer),
    (place) => {
      if (!this.#becomes(`oid ${place}`)) return;
      this.ledger.namespace("oid", `1.3.6.1.4.1.5555${place}`, this.#buyer);
    },
  ];
}

/** Links, some of which say that a serial number and a handle are of the same thing. */
function links(value: number) {
  const target = [{ href: `https://maker.example/${value}`, title: "Pump" }];
  const same = value % 3 === 2 ? { [sameAs]: [{ href: "hdl:88.101/1" }] } : {};
  return { "gs1:defaultLink": target, "gs1:pip": target, ...same };
}

const named = (name: string, value: string): string => `aas:MAKER/${name}/${encodeURIComponent(value)}`;
