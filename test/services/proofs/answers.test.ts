/** What is proven is what the registries answer: every kind of question, on both development nodes. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { addressSchema, bytesSchema, hashSchema } from "../../../services/ledger/hex.js";
import {
  type BuiltProof,
  buildProof,
  documentText,
  type Question,
  rpcSource,
  verifyAccount,
  verifyProof,
  verifyStorage,
} from "../../../services/proofs/index.js";
import { anvilMissing, startAnvil } from "../../fixtures/anvil.js";
import { startHardhatNode } from "../../fixtures/hardhatNode.js";
import { batches, officeNumber, twins } from "../ledger/filled.fixture.js";
import { addValuesOf, readAllOnChain, trieProofReader, type Values } from "./onChain.fixture.js";
import { names, type ProvenLedger, provenLedger } from "./proven.fixture.js";
import { questionsOf } from "./questions.fixture.js";
import { asked, told } from "./registries.fixture.js";

const nodes = [
  ["anvil", startAnvil, anvilMissing],
  ["Hardhat's node", startHardhatNode, null],
] as const;

describe.each(nodes)("on %s", (_node, start, missing) => {
  describe.skipIf(missing)("a proof", () => {
    let ledger: ProvenLedger;
    let questions: Readonly<Record<string, Question>>;
    beforeAll(async () => {
      ledger = await provenLedger(start);
      questions = questionsOf(ledger);
    });
    afterAll(() => ledger?.stop());

    const prove = (question: Question | undefined, block: number | null = null): Promise<BuiltProof> => {
      if (question === undefined) throw new Error("There is no such question.");
      return buildProof(rpcSource(ledger.provider.client), ledger.deployment, question, block);
    };
    const answerTo = async (name: string) => (await prove(questions[name])).verified.answer;

    it("of each question says what the registries say, to whoever has the block's hash alone", async () => {
      for (const [name, question] of Object.entries(questions)) {
        const { document, verified } = await prove(question);
        const { hash } = verified.block;
        const trusted = { deployment: ledger.deployment, block: { kind: "hash", hash } } as const;
        const seen = verifyProof(documentText(document), trusted);
        expect(seen, name).toEqual(verified);
        expect(told(seen.answer), name).toEqual(await asked(ledger, question, seen.answer));
        expect(seen.proven.length, name).toBeGreaterThan(0);
        expect(seen.open.map(({ code }) => code)).toContain("OPEN_LATER");
      }
    });

    it("of each question has nodes that OpenZeppelin's TrieProof reads the same out of, on chain", async () => {
      const values: Values = new Map();
      for (const question of Object.values(questions))
        addValuesOf((await prove(question)).document, ledger, values);
      const read = await readAllOnChain(await trieProofReader(ledger), values);
      console.info(`${read} words and accounts were read on chain.`);
      expect(read).toBeGreaterThan(40);
    });

    it("of a record has its content, its owner's control and the namespaces above, and what is longer than they", async () => {
      expect(await answerTo("a record and its content")).toMatchObject({
        record: {
          owner: { party: ledger.maker.address, controller: ledger.maker.address },
          content: { subjectKind: "twin", subject: twins.assembly },
          effective: "active",
          zone: { standing: "live", namespace: { prefix: "9506000" }, ancestors: [{ prefix: "" }] },
        },
        authority: {
          prefixes: [
            { prefix: "950600013435", namespace: "none" },
            { prefix: "95060001343", namespace: "none" },
            { prefix: "9506000134", namespace: "none" },
            { prefix: "950600013", namespace: "none" },
            { prefix: "95060001", namespace: "none" },
            { prefix: "9506000", namespace: "live" },
          ],
        },
      });
    });

    it("says that a record is not in force whose namespace has expired, and who decides on its identifier now", async () => {
      expect(await answerTo("a record of a lapsed namespace")).toMatchObject({
        record: {
          status: "active",
          effective: "namespace-lapsed",
          zone: { standing: "lapsed", cause: "95060008" },
        },
        authority: { zone: { namespace: { prefix: "9506000" }, standing: "live" } },
      });
      expect(await answerTo("no record, in a suspended namespace")).toMatchObject({
        record: null,
        authority: { zone: { namespace: { prefix: "95060009" }, standing: "suspended", cause: "95060009" } },
      });
    });

    it("shows a member of a range with its place, and a revoked one as such", async () => {
      expect(await answerTo("a member of a range")).toMatchObject({
        batch: { kind: "rule", owner: { party: ledger.partner.address } },
        member: { index: "67", status: "active" },
      });
      expect(await answerTo("a revoked member of a range")).toMatchObject({ member: { status: "revoked" } });
      expect(await answerTo("no record, in a range")).toMatchObject({
        range: { batch: batches.rule, index: "67" },
      });
    });

    it("shows a member of a list by its path, a revoked one, and one that has a record", async () => {
      expect(await answerTo("a member of a list")).toMatchObject({
        member: { index: "4", status: "active" },
      });
      expect(await answerTo("a revoked member of a list")).toMatchObject({ member: { status: "revoked" } });
      expect(await answerTo("a member of a list with a record")).toMatchObject({
        member: { status: "recorded" },
      });
    });

    it("shows what a right is on, for whom, beneath what, and a hidden grantee who shows itself", async () => {
      const [maker, partner, machine] = [ledger.maker, ledger.partner, ledger.machine].map(
        ({ address }) => address,
      );
      expect(await answerTo("a frozen sub-licence")).toMatchObject({
        grant: { frozen: true, stands: false, actions: ["read"] },
        asset: { holder: { party: maker }, sameHolding: true },
        grantee: { party: machine, frozen: true },
        above: [{ licensor: partner, same: true, grant: { stands: true, exclusive: true } }],
      });
      expect(await answerTo("a right of somebody hidden")).toMatchObject({ grantee: null });
      expect(await answerTo("a right of somebody hidden who is shown")).toMatchObject({
        grantee: { party: partner },
      });
    });

    it("names the offices that hold a thing frozen, and says that it does not name all", async () => {
      const shown = (await prove(questions["the freezes of a party"])).verified;
      expect(shown.answer).toMatchObject({
        frozen: true,
        offices: 1,
        freezes: [{ office: officeNumber, reason: "recall" }],
      });
      const { open } = (await prove(questions["the freezes of a twin, without the office"])).verified;
      expect(open.map(({ code }) => code)).toContain("OPEN_OFFICES");
    });

    it("of an earlier block says what held then", async () => {
      const question = { kind: "record", scheme: "gs1", identifier: names.described, content: null } as const;
      const { block, answer } = (await prove(question)).verified;
      expect(answer).toMatchObject({ record: { version: 1 } });
      const before = await prove(question, ledger.deployment.block + 60);
      expect(before.verified.block.number).toBeLessThan(block.number);
      expect(before.verified.answer).toMatchObject({ record: null });
    });

    it("as the node gives it (EIP-1186) is verified for an account and a slot by themselves", async () => {
      const { header } = (await prove(questions["a party"])).document;
      expect(header).toMatch(/^0xf9/);
      const { stateRoot, number } = (await prove(questions["a party"])).verified.block;
      const address = ledger.deployment.contracts.evidence;
      const params = [address, [`0x${"00".repeat(32)}`], `0x${number.toString(16)}`];
      const given = await ledger.provider.client.rpc("eth_getProof", params, proofSchema);
      const account = verifyAccount(stateRoot, address, given.accountProof);
      expect(account).toMatchObject({ storageRoot: given.storageHash, codeHash: given.codeHash });
      const [slot] = given.storageProof;
      expect(slot && verifyStorage(given.storageHash, slot.key, slot.proof)).toBe(`0x${"0".repeat(64)}`);
    });
  });
});

const proofSchema = z.object({
  address: addressSchema,
  codeHash: hashSchema,
  storageHash: hashSchema,
  accountProof: z.array(bytesSchema),
  storageProof: z.array(z.object({ key: hashSchema, proof: z.array(bytesSchema) })),
});
