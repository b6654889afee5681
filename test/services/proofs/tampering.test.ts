/** A proof that was changed, is incomplete, or is of something else is refused, whatever was changed. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bytesHex, type Hex, hexBytes, toHash, toHex, toSeal } from "../../../services/ledger/hex.js";
import {
  type BuiltProof,
  buildProof,
  documentText,
  isRefutation,
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
import { listed, members, names, type ProvenLedger, provenLedger } from "./proven.fixture.js";
import { describedQuestion, memberOf, questionsOf } from "./questions.fixture.js";

describe.skipIf(anvilMissing)("a proof", () => {
  let ledger: ProvenLedger;
  let described: BuiltProof;
  let listedOne: BuiltProof;
  let trusted: Trusted;
  beforeAll(async () => {
    ledger = await provenLedger();
    described = await prove(describedQuestion);
    listedOne = await prove(memberOf(ledger, listed.plain));
    const { hash } = described.verified.block;
    trusted = { deployment: ledger.deployment, block: { kind: "hash", hash } };
  });
  afterAll(() => ledger?.stop());

  const prove = (question: Question): Promise<BuiltProof> =>
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
  const refusal = (text: string, believing = trusted) => outcomeOf(() => verifyProof(text, believing));
  const refusalOf = (document: ProofDocument, believing = trusted) =>
    outcomeOf(() => verifyDocument(document, believing));

  it("is accepted as it was made, with a line's end behind it too", () => {
    expect(refusal(documentText(described.document))).toBe("accepted");
    expect(refusal(`${documentText(described.document)}\n`)).toBe("accepted");
  });

  it("is refused where any byte of header or nodes is another", () => {
    let refused = 0;
    for (const { document } of [described, listedOne]) {
      const { header, nodes } = document;
      for (const changed of flips(header)) {
        expect(refusalOf({ ...document, header: changed })).toMatch(/^PROOF_(?:HEADER|BLOCK_NOT_TRUSTED)$/);
        refused += 1;
      }
      for (const [place, node] of nodes.entries()) {
        for (const changed of flips(node)) {
          expect(refusalOf({ ...document, nodes: nodes.with(place, changed) })).toBe("PROOF_INCOMPLETE");
          refused += 1;
        }
      }
    }
    console.info(`${refused} proofs with a byte changed were refused.`);
    expect(refused).toBeGreaterThan(8_000);
  });

  it("is refused where any character of its text is another, or missing", () => {
    const { header, nodes } = described.document;
    const text = documentText(described.document);
    // Header and nodes are changed byte by byte above.
    const [from, to] = [
      text.indexOf(header),
      text.indexOf(JSON.stringify(nodes)) + JSON.stringify(nodes).length,
    ];
    const places = [...text].flatMap((_, at) => (at < from || at >= to ? [at] : []));
    for (const at of places) {
      const other = text[at] === "1" ? "2" : "1";
      const changed = text.slice(0, at) + (at % 2 === 0 ? other : "") + text.slice(at + 1);
      expect(refusal(changed), text.slice(at - 20, at + 20)).not.toBe("accepted");
    }
    console.info(`${places.length} texts with a character changed or missing were refused.`);
    expect(places.length).toBeGreaterThan(2_000);
  });

  it("is refused where a node is missing, is there twice, stands elsewhere, or comes from another proof", () => {
    const { document } = described;
    const { nodes } = document;
    const [foreign = "0x"] = listedOne.document.nodes.filter((node) => !nodes.includes(node));
    for (const [place, node] of nodes.entries()) {
      const next = nodes[place + 1];
      expect(refusalOf({ ...document, nodes: nodes.toSpliced(place, 1) })).toBe("PROOF_INCOMPLETE");
      expect(refusalOf({ ...document, nodes: nodes.toSpliced(place, 0, node) })).toBe("PROOF_SUPERFLUOUS");
      expect(refusalOf({ ...document, nodes: nodes.toSpliced(place, 0, foreign) })).toBe("PROOF_SUPERFLUOUS");
      if (next !== undefined)
        expect(refusalOf({ ...document, nodes: nodes.with(place, next).with(place + 1, node) })).toBe(
          "PROOF_SUPERFLUOUS",
        );
    }
    expect(refusalOf({ ...document, nodes: [] })).toBe("PROOF_INCOMPLETE");
  });

  it("is refused as the answer to any other question", async () => {
    const { document } = described;
    for (const [name, question] of Object.entries(questionsOf(ledger))) {
      if (name === "a record and its content") continue;
      expect(refusalOf({ ...document, question }), name).not.toBe("accepted");
    }
    const other = { ...describedQuestion, identifier: names.locked };
    expect(refusalOf({ ...document, question: other })).not.toBe("accepted");
  });

  it("says of a namespace that it is not there in its one spelling alone", async () => {
    const { verified } = await prove({ kind: "namespace", scheme: "handle", prefix: "88.nobody" });
    expect(verified.proven.map(({ code }) => code)).toContain("NAMESPACE_ABSENT");
    const seal = toSeal(`0x${"12".repeat(32)}`);
    for (const prefix of ["88.NOBODY", "88..nobody", "88.nobody/x"]) {
      const name = { scheme: "handle", prefix } as const;
      const other = expect.objectContaining({ code: "PROOF_IDENTIFIER" });
      await expect(prove({ kind: "namespace", ...name })).rejects.toThrow(other);
      await expect(prove({ kind: "sealed", ...name, seal, disclosure: null, content: null })).rejects.toThrow(
        other,
      );
    }
  });

  it("is refused where its text nests deeper than any proof, by a verifier that goes on", () => {
    const depth = 200_000;
    const nested = `${"[".repeat(depth)}${"]".repeat(depth)}`;
    const text = documentText({ ...described.document, answer: { it: "here" } });
    expect(refusal(text.replace('"here"', nested))).toBe("PROOF_MALFORMED");
    expect(refusal(nested)).toBe("PROOF_MALFORMED");
  });

  it("is refused against another block's hash, and with another block's header", async () => {
    await ledger.provider.client.request("evm_mine", []);
    const later = await prove(describedQuestion);
    expect(refusalOf(later.document)).toBe("PROOF_BLOCK_NOT_TRUSTED");
    const { hash } = later.verified.block;
    const laterTrusted: Trusted = { ...trusted, block: { kind: "hash", hash } };
    expect(refusalOf(later.document, laterTrusted)).toBe("accepted");
    // An empty block has the state of the one before, but another time.
    const { header } = later.document;
    expect(refusalOf({ ...described.document, header })).toBe("PROOF_BLOCK_NOT_TRUSTED");
    await ledger.send(ledger.maker, { to: ledger.maker.address, data: toHex("0x"), describe: "do nothing" });
    const changed = await prove(describedQuestion);
    const { hash: changedHash } = changed.verified.block;
    const mixed = { ...described.document, header: changed.document.header };
    expect(refusalOf(mixed, { ...trusted, block: { kind: "hash", hash: changedHash } })).toBe(
      "PROOF_INCOMPLETE",
    );
  });

  it("is refuted where it says something else than it shows", async () => {
    const { document } = described;
    const lie = { ...document, answer: { ...document.answer, record: null } };
    expect(refusalOf(lie)).toBe("PROOF_ANSWER_REFUTED");
    const record = {
      ...describedQuestion,
      content: { subjectKind: "none", subject: toHash(`0x${"0".repeat(64)}`), linkset: "0x" },
    } as const;
    expect(refusalOf({ ...document, question: record })).toBe("PROOF_CONTENT_REFUTED");
    const { question, ...rest } = listedOne.document;
    if (question.kind !== "member" || question.proof === null) throw new Error("It is of a list's member.");
    const paths = [
      { ...question.proof, index: "3" },
      { ...question.proof, count: "6" },
      { ...question.proof, manifest: digestOf("another") },
      { ...question.proof, contentDigest: digestOf("another") },
      { ...question.proof, path: [] },
      { ...question.proof, path: question.proof.path.map(() => toHash(digestOf("another"))) },
    ];
    for (const proof of paths) {
      expect(refusalOf({ ...rest, question: { ...question, proof } })).toBe("PROOF_MEMBERSHIP_REFUTED");
    }
    expect(refusalOf({ ...rest, question: { ...question, identifier: members[0] ?? "" } })).not.toBe(
      "accepted",
    );
  });

  it("tells a refutation from what shows nothing", () => {
    const { document } = described;
    const thrown = (text: string): unknown => {
      try {
        return verifyProof(text, trusted);
      } catch (error) {
        return error;
      }
    };
    expect(isRefutation(thrown(documentText({ ...document, answer: {} })))).toBe(true);
    expect(isRefutation(thrown(documentText({ ...document, nodes: [] })))).toBe(false);
  });

  it("is refused for another chain, other registries, and registries that it does not ask", () => {
    const { document } = described;
    const { deployment } = ledger;
    const elsewhere = { ...trusted, deployment: { ...deployment, chainId: 1 } };
    expect(refusalOf(document, elsewhere)).toBe("PROOF_DEPLOYMENT");
    const { identifiers, batches } = deployment.contracts;
    const swapped = { ...deployment, contracts: { ...deployment.contracts, identifiers: batches } };
    expect(refusalOf(document, { ...trusted, deployment: swapped })).toBe("PROOF_DEPLOYMENT");
    const claimed = { ...document, contracts: { ...document.contracts, identifiers: batches } };
    expect(refusalOf(claimed, { ...trusted, deployment: swapped })).not.toBe("accepted");
    expect(refusalOf({ ...document, contracts: { ...document.contracts, batches } })).toBe(
      "PROOF_DEPLOYMENT",
    );
    expect(refusalOf({ ...document, contracts: { nonsense: identifiers } })).toBe("PROOF_DEPLOYMENT");
    expect(refusalOf({ ...document, contracts: {} })).toBe("PROOF_DEPLOYMENT");
  });

  it("is read in one spelling only, and in the versions that are known", () => {
    const text = documentText(described.document);
    expect(refusal(JSON.stringify(JSON.parse(text), null, 2))).toBe("PROOF_MALFORMED");
    expect(refusal(text.replace('"chainId":', '"chainId":1,"chainId":'))).toBe("PROOF_MALFORMED");
    expect(refusal(text.replace(/"version":1\}$/, '"version":2}'))).toBe("PROOF_VERSION");
    expect(refusal(text.replace("{", '{"aaa":1,'))).toBe("PROOF_MALFORMED");
    expect(refusal(text.toUpperCase())).toBe("PROOF_MALFORMED");
    expect(refusal("")).toBe("PROOF_MALFORMED");
    expect(refusal("null")).toBe("PROOF_MALFORMED");
  });

  it("names its identifier in canonical form only", () => {
    const { document } = described;
    for (const identifier of [`${names.described} `, "09506000134352", "%", "01/09506000134353/21/3"]) {
      expect(refusalOf({ ...document, question: { ...describedQuestion, identifier } })).toBe(
        "PROOF_IDENTIFIER",
      );
    }
  });

  describe("is held against", () => {
    const withVotes = (threshold: number, ...votes: readonly (readonly [string, string])[]): Trusted => ({
      ...trusted,
      block: { kind: "quorum", threshold, votes: votes.map(([by, hash]) => ({ by, hash: toHash(hash) })) },
    });

    it("a header that is trusted", () => {
      const { header } = described.document;
      expect(refusalOf(described.document, { ...trusted, block: { kind: "header", header } })).toBe(
        "accepted",
      );
      const other = [...flips(header)][100] ?? header;
      expect(refusalOf(described.document, { ...trusted, block: { kind: "header", header: other } })).toBe(
        "PROOF_BLOCK_NOT_TRUSTED",
      );
    });

    it("what so many of several say, each counted once", () => {
      const { hash } = described.verified.block;
      const lie = digestOf("lie");
      const { document } = described;
      expect(refusalOf(document, withVotes(2, ["a", hash], ["b", lie], ["c", hash]))).toBe("accepted");
      expect(refusalOf(document, withVotes(2, ["a", hash], ["b", lie], ["c", lie]))).toBe(
        "PROOF_BLOCK_NOT_TRUSTED",
      );
      expect(refusalOf(document, withVotes(2, ["a", hash], ["a", hash]))).toBe("PROOF_BLOCK_NOT_TRUSTED");
      expect(refusalOf(document, withVotes(0))).toBe("PROOF_BLOCK_NOT_TRUSTED");
      expect(refusalOf(document, withVotes(Number.NaN, ["a", hash]))).toBe("PROOF_BLOCK_NOT_TRUSTED");
    });
  });
});

/** The bytes with each in turn changed, in a bit that changes from one to the next. */
function* flips(hex: Hex): Generator<Hex> {
  const bytes = hexBytes(hex);
  for (const at of bytes.keys()) {
    yield bytesHex(bytes.map((byte, index) => (index === at ? byte ^ (1 << (at % 8)) : byte)));
  }
}
