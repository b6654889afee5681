/** Proofs of rights, parties, twins and seals say what the registries say, block by block: absence and completeness too. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type BuiltProof,
  buildProof,
  documentText,
  type Question,
  rpcSource,
  verifyProof,
} from "../../../services/proofs/index.js";
import { anvilMissing, startAnvil } from "../../fixtures/anvil.js";
import { startHardhatNode } from "../../fixtures/hardhatNode.js";
import { twins } from "../ledger/filled.fixture.js";
import { hidden, type KindsLedger, kindsLedger, kindsQuestions } from "./kinds.fixture.js";
import { askedAt, toldOf } from "./kindsRegistries.fixture.js";
import { addValuesOf, readAllOnChain, trieProofReader, type Values } from "./onChain.fixture.js";

/** How many blocks of the timeline are left out, as each is some thirty proofs; the last is always among them. */
const nodes = [
  ["anvil", startAnvil, anvilMissing, 3],
  ["Hardhat's node", startHardhatNode, null, 9],
] as const;

describe.each(nodes)("on %s", (_node, start, missing, stride) => {
  describe.skipIf(missing)("a proof", () => {
    let ledger: KindsLedger;
    let questions: ReturnType<typeof kindsQuestions>;
    beforeAll(async () => {
      ledger = await kindsLedger(start);
      questions = kindsQuestions(ledger);
    });
    afterAll(() => ledger?.stop());

    const prove = (question: Question, block: number | null = null): Promise<BuiltProof> =>
      buildProof(rpcSource(ledger.provider.client), ledger.deployment, question, block);
    const seen = async (name: keyof typeof questions) => {
      const { document, verified } = await prove(questions[name]);
      const { hash } = verified.block;
      const trusted = { deployment: ledger.deployment, block: { kind: "hash", hash } } as const;
      return verifyProof(documentText(document), trusted);
    };
    const codes = (statements: readonly { readonly code: string }[]) => statements.map(({ code }) => code);

    it("of each question says what the registries say by eth_call, at the blocks of a timeline", async () => {
      let compared = 0;
      for (let block = ledger.head; block >= ledger.begun; block -= stride) {
        for (const [name, question] of Object.entries(questions)) {
          // What a record stands for can be asked once there is one.
          if (question.kind === "binding" && block < ledger.head) continue;
          const asked = withoutContents(question, block, ledger.head);
          const { answer } = (await prove(asked, block)).verified;
          expect(toldOf(answer), `${name}, at block ${block}`).toEqual(await askedAt(ledger, asked, block));
          compared += 1;
        }
      }
      console.info(`${compared} answers equal those of the registries.`);
      expect(compared).toBeGreaterThan(600 / stride);
    });

    it("of each question has nodes that OpenZeppelin's TrieProof reads the same out of, on chain", async () => {
      const values: Values = new Map();
      for (const question of Object.values(questions))
        addValuesOf((await prove(question)).document, ledger, values);
      const read = await readAllOnChain(await trieProofReader(ledger), values);
      console.info(`${read} words and accounts were read on chain.`);
      expect(read).toBeGreaterThan(70);
    });

    it("shows units, who has them, and that nobody else has any", async () => {
      const all = await seen("units of two holders");
      expect(all.answer).toMatchObject({
        quota: { issued: "100", consumed: "10", inForce: false, assetState: { sameHolding: false } },
        meaning: { unit: "call" },
        complete: true,
      });
      expect(codes(all.proven)).toContain("QUOTA_HOLDERS_ALL");
      const some = await seen("units of one of them, by the id alone");
      expect(some.answer).toMatchObject({ meaning: null, holdings: [{ units: "30" }], complete: false });
      expect(codes(some.open)).toEqual(expect.arrayContaining(["OPEN_HOLDERS", "OPEN_QUOTA_PARTS"]));
      expect((await seen("no units")).answer).toMatchObject({ quota: null });
    });

    it("shows who may recover a party and who will, what may be taken of units, and who anchored a digest", async () => {
      const [first, second] = [ledger.partner.address, ledger.machine.address].sort();
      expect((await seen("who may recover a party")).answer).toMatchObject({
        present: { guardians: [first, second], threshold: 2, delay: 86_400 },
        next: { guardians: [ledger.mind.address], threshold: 1 },
      });
      const nobody = await seen("who may recover nobody");
      expect(nobody.answer).toMatchObject({ present: null, next: null });
      expect(codes(nobody.proven)).toContain("GUARDIANS_NONE");
      expect((await seen("an allowance")).answer).toMatchObject({ units: "40", operator: true });
      expect(codes((await seen("no allowance")).proven)).toEqual(
        expect.arrayContaining(["ALLOWANCE_NONE", "OPERATOR_NOT"]),
      );
      expect(codes((await seen("an anchored digest")).proven)).toContain("ANCHOR");
      expect((await seen("a digest that somebody else anchored")).answer).toMatchObject({ anchoredAt: null });
    });

    it("shows who is in a group, who is not, and that nobody else is", async () => {
      const all = await seen("a group and all its members");
      expect(all.answer).toMatchObject({ name: "Partners", group: { size: 1 }, complete: true });
      expect(codes(all.proven)).toEqual(
        expect.arrayContaining(["GROUP_MEMBER", "GROUP_NOT_MEMBER", "GROUP_ALL"]),
      );
      expect(codes((await seen("a group and who is not in it")).open)).toContain("OPEN_MEMBERS");
      expect(codes((await seen("no group")).proven)).toEqual(["GROUP_ABSENT"]);
    });

    it("tells a revoked, an expired, an unaccredited and a missing attestation apart", async () => {
      const standing = async (name: keyof typeof questions) => {
        const { answer } = await seen(name);
        return answer.kind === "attestation" ? (answer.attestation?.standing ?? null) : "none";
      };
      expect(await standing("a legal identifier that was revoked")).toBe("revoked");
      expect(await standing("an expired statement")).toBe("expired");
      expect(await standing("a statement of who is no longer accredited")).toBe("not-accredited");
      expect(await standing("no statement")).toBeNull();
      const before = await prove(questions["an expired statement"], ledger.head - 2);
      expect(before.verified.answer).toMatchObject({ attestation: { standing: "valid" } });
    });

    it("shows relations that hold, that ended with a sale, and that only one side agreed to", async () => {
      expect((await seen("a membership")).answer).toMatchObject({
        inForce: true,
        organisation: ledger.maker.address,
      });
      expect((await seen("a twin that changed hands")).answer).toMatchObject({ inForce: false, epoch: 1 });
      expect((await seen("a twin of one word")).answer).toMatchObject({
        inForce: false,
        agreed: { party: true, subject: false },
      });
      expect((await seen("an agent that left")).answer).toMatchObject({ inForce: false, epoch: 1 });
    });

    it("shows what a twin comes from and is made of, and that this is all", async () => {
      const derived = await seen("what a twin comes from");
      expect(derived.answer).toMatchObject({ parents: [{ id: twins.part }], depth: 1 });
      expect(codes(derived.proven)).toContain("DERIVED_ALL");
      expect((await seen("what a twin is made of")).answer).toMatchObject({
        components: [{ id: twins.part, quantity: 12 }],
        complete: true,
      });
      expect((await seen("what a twin is not made of")).answer).toMatchObject({
        components: [{ quantity: 0 }],
        complete: false,
      });
    });

    it("shows two names of one thing by the word of both records, and not by that of one", async () => {
      expect(codes((await seen("two names of one thing")).proven)).toContain("EQUIVALENCE");
      expect((await seen("two names by the word of one")).answer).toMatchObject({
        agreed: false,
        one: { states: true },
        other: { states: false },
      });
      expect((await seen("two names with nothing shown")).answer).toMatchObject({
        agreed: false,
        one: { states: null },
        other: { record: null },
      });
    });

    it("links identifier, secret and sealed record, and without the secret says nothing of the identifier", async () => {
      const open = await seen("a sealed record that is disclosed");
      expect(open.answer).toMatchObject({
        record: {
          owner: { party: ledger.partner.address },
          effective: "active",
          content: { subjectKind: "twin" },
        },
        disclosed: { identifier: hidden.shown },
      });
      expect(codes(open.proven)).toContain("SEALED_DISCLOSED");
      const { document, verified } = await prove(questions["a sealed record"]);
      expect(documentText(document)).not.toContain(hidden.suspended);
      expect(verified.answer).toMatchObject({ record: { status: "suspended" }, disclosed: null });
      expect(codes(verified.open)).toContain("OPEN_SEAL");
      expect(codes((await seen("no sealed record")).proven)).toContain("SEALED_ABSENT");
    });

    it("names the last block that changed a DID document, and its delegates", async () => {
      const { answer } = await seen("a DID with a delegate");
      expect(answer).toMatchObject({ identity: { controller: ledger.partner.address } });
      if (answer.kind !== "did") throw new Error("It is of a DID.");
      expect(answer.delegates.filter(({ valid }) => valid)).toMatchObject([
        { delegate: ledger.partner.address },
      ]);
      expect(Number(answer.changed)).toBeGreaterThan(0);
      expect((await seen("a DID that never changed")).answer).toMatchObject({ delegates: [] });
    });
  });
});

/** Contents are of the head: before, what is shown may be of no record yet. */
function withoutContents(question: Question, block: number, head: number): Question {
  if (block === head) return question;
  switch (question.kind) {
    case "equivalence":
      return {
        ...question,
        one: { ...question.one, content: null },
        other: { ...question.other, content: null },
      };
    case "sealed":
      return { ...question, content: null };
    default:
      return question;
  }
}
