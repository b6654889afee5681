/** Proofs of rights, parties, twins and seals that were changed, cut, swapped or are of another block are refused, each of them. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toHash } from "../../../services/ledger/hex.js";
import {
  buildProof,
  documentText,
  type ProofDocument,
  ProofError,
  type Question,
  rpcSource,
  type Trusted,
  verifyDocument,
  verifyProof,
} from "../../../services/proofs/index.js";
import { anvilMissing } from "../../fixtures/anvil.js";
import { digestOf } from "../ledger/filled.fixture.js";
import { hidden, type KindsLedger, kindsLedger, kindsQuestions } from "./kinds.fixture.js";

/** One question of each kind, with something to every part of it. */
const chosen = [
  "units of two holders",
  "a group and all its members",
  "a legal identifier that was revoked",
  "whose a legal identifier is",
  "a membership",
  "a DID with a delegate",
  "what a twin comes from",
  "what a twin is made of",
  "two names of one thing",
  "what a record stands for",
  "a namespace",
  "a batch",
  "who may recover a party",
  "an allowance",
  "an anchored digest",
  "a bundle that was superseded",
  "a sealed record that is disclosed",
] as const;

describe.skipIf(anvilMissing)("a proof", () => {
  let ledger: KindsLedger;
  let questions: ReturnType<typeof kindsQuestions>;
  let trusted: Trusted;
  const documents = new Map<string, ProofDocument>();
  beforeAll(async () => {
    ledger = await kindsLedger();
    questions = kindsQuestions(ledger);
    for (const name of chosen) {
      const { document, verified } = await prove(questions[name]);
      const { hash } = verified.block;
      trusted = { deployment: ledger.deployment, block: { kind: "hash", hash } };
      documents.set(name, document);
    }
  });
  afterAll(() => ledger?.stop());

  const prove = (question: Question) =>
    buildProof(rpcSource(ledger.provider.client), ledger.deployment, question);

  /** Code of the refusal; `accepted` where there is none. Whatever else is thrown is a defect. */
  function outcomeOf(verify: () => unknown): string {
    try {
      verify();
    } catch (error) {
      if (error instanceof ProofError) return error.code;
      throw error;
    }
    return "accepted";
  }
  const refusal = (text: string) => outcomeOf(() => verifyProof(text, trusted));
  const refusalOf = (document: ProofDocument) => outcomeOf(() => verifyDocument(document, trusted));

  it.each(chosen)("of %s is refused where a character of it is another, or missing", (name) => {
    const document = documentNamed(name);
    const text = documentText(document);
    expect(refusal(text)).toBe("accepted");
    const stride = strideOf(text, document);
    let refused = 0;
    for (let at = 0; at < text.length; at += stride(at)) {
      const other = text[at] === "1" ? "2" : "1";
      const changed = text.slice(0, at) + (at % 2 === 0 ? other : "") + text.slice(at + 1);
      expect(refusal(changed), text.slice(at - 20, at + 20)).not.toBe("accepted");
      refused += 1;
    }
    console.info(`${name}: ${refused} texts with a character changed or missing were refused.`);
    expect(refused).toBeGreaterThan(250);
  });

  it("is refused where a node is missing, is there twice, stands elsewhere or is another's", () => {
    let refused = 0;
    for (const [name, document] of documents) {
      const { nodes } = document;
      const [foreign = "0x"] = [...documents.values()]
        .flatMap((other) => other.nodes)
        .filter((node) => !nodes.includes(node));
      for (const [place, node] of nodes.entries()) {
        const next = nodes[place + 1];
        const changed = [
          nodes.toSpliced(place, 1),
          nodes.toSpliced(place, 0, node),
          nodes.with(place, foreign),
          ...(next === undefined ? [] : [nodes.with(place, next).with(place + 1, node)]),
        ];
        for (const others of changed) {
          expect(refusalOf({ ...document, nodes: others }), name).toMatch(
            /^PROOF_(?:INCOMPLETE|SUPERFLUOUS)$/,
          );
          refused += 1;
        }
      }
    }
    console.info(`${refused} proofs with nodes dropped, doubled, moved or exchanged were refused.`);
    expect(refused).toBeGreaterThan(500);
  });

  it("is refused as the answer to any other question, and with any other answer", () => {
    let refused = 0;
    for (const [name, document] of documents) {
      for (const [otherName, question] of Object.entries(questions)) {
        if (otherName === name) continue;
        expect(refusalOf({ ...document, question }), `${name} as ${otherName}`).not.toBe("accepted");
        refused += 1;
      }
      for (const [otherName, { answer }] of documents) {
        if (otherName === name) continue;
        expect(refusalOf({ ...document, answer })).toBe("PROOF_ANSWER_REFUTED");
        refused += 1;
      }
    }
    console.info(`${refused} proofs with another question or answer were refused.`);
    expect(refused).toBeGreaterThan(400);
  });

  it("is refused as one of another block", async () => {
    await ledger.send(ledger.maker, { to: ledger.maker.address, data: "0x", describe: "do nothing" });
    for (const name of chosen) {
      const later = await prove(questions[name]);
      expect(refusalOf(later.document)).toBe("PROOF_BLOCK_NOT_TRUSTED");
      const replayed = { ...documentNamed(name), header: later.document.header };
      const { hash } = later.verified.block;
      const laterTrusted: Trusted = { ...trusted, block: { kind: "hash", hash } };
      expect(outcomeOf(() => verifyDocument(replayed, laterTrusted))).toBe("PROOF_INCOMPLETE");
    }
  });

  it("is refuted where an id is made of something else, and a seal is of another identifier", () => {
    const quota = questions["units of two holders"];
    if (quota.parts === null) throw new Error("It shows what its id is made of.");
    const parts = { ...quota.parts, unit: "kWh" };
    expect(refusalWith("units of two holders", { ...quota, parts })).toBe("PROOF_PARTS_REFUTED");
    const group = questions["a group and all its members"];
    const renamed = { ...group, parts: { ...group.parts, name: "Others" } };
    expect(refusalWith("a group and all its members", renamed)).toBe("PROOF_PARTS_REFUTED");
    const sealed = questions["a sealed record that is disclosed"];
    const disclosures = [
      { ...sealed.disclosure, identifier: hidden.suspended },
      { ...sealed.disclosure, salt: toHash(digestOf("another")) },
    ];
    for (const disclosure of disclosures) {
      expect(refusalWith("a sealed record that is disclosed", { ...sealed, disclosure })).toBe(
        "PROOF_DISCLOSURE_REFUTED",
      );
    }
    const content = { ...sealed.content, salt: toHash(digestOf("another")) };
    expect(refusalWith("a sealed record that is disclosed", { ...sealed, content })).toBe(
      "PROOF_CONTENT_REFUTED",
    );
    const stands = questions["what a record stands for"];
    const nothing = { ...stands, content: { ...stands.content, linkset: "0x" as const } };
    expect(refusalWith("what a record stands for", nothing)).toBe("PROOF_CONTENT_REFUTED");
  });

  it("is not taken apart: without its disclosure a sealed record's proof is another one", () => {
    const sealed = questions["a sealed record that is disclosed"];
    expect(refusalWith("a sealed record that is disclosed", { ...sealed, disclosure: null })).not.toBe(
      "accepted",
    );
    expect(refusalWith("a sealed record that is disclosed", { ...sealed, content: null })).not.toBe(
      "accepted",
    );
  });

  const refusalWith = (name: (typeof chosen)[number], question: Question): string =>
    refusalOf({ ...documentNamed(name), question });

  function documentNamed(name: string): ProofDocument {
    const document = documents.get(name);
    if (document === undefined) throw new Error(`There is no proof of ${name}.`);
    return document;
  }
});

/**
 * Every character is tried of the question and of what says which ledger it is, and places that differ from kind to kind of the
 * rest: an answer is compared as a whole, header and nodes are hashed, and `tampering.test.ts` changes each byte of them.
 */
function strideOf(text: string, { answer, header, nodes }: ProofDocument): (at: number) => number {
  const steps = [
    { part: JSON.stringify(answer), step: 7 },
    { part: header, step: 89 },
    { part: JSON.stringify(nodes), step: 89 },
  ].map(({ part, step }) => ({ from: text.indexOf(part), to: text.indexOf(part) + part.length, step }));
  return (at) => steps.find(({ from, to }) => at >= from && at < to)?.step ?? 1;
}
