/** Proofs are made with nodes that nobody believes: what is wrong with one is said, and nothing false is handed out. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CadastreError } from "../../../services/errors/cadastreError.js";
import { RpcClient } from "../../../services/ledger/chain/rpc.js";
import { buildProof, type Question, questionSchema, rpcSource } from "../../../services/proofs/index.js";
import { anvilMissing } from "../../fixtures/anvil.js";
import { type Answer, proxyTo } from "../index/node.fixture.js";
import { type FilledLedger, filledLedger, twins } from "../ledger/filled.fixture.js";

describe.skipIf(anvilMissing)("a proof", () => {
  let ledger: FilledLedger;
  beforeAll(async () => {
    ledger = await filledLedger();
  });
  afterAll(() => ledger?.stop());

  const question: Question = { kind: "twin", twin: twins.assembly };

  /** What comes of a node that answers so; the code of the refusal where there is one. */
  async function outcome(
    answer: Answer,
    { block = null, asked = question }: { block?: number | null; asked?: Question } = {},
  ) {
    const { rpcUrl } = await proxyTo(ledger.anvil.rpcUrl, answer);
    try {
      return (await buildProof(rpcSource(new RpcClient(rpcUrl)), ledger.deployment, asked, block)).verified
        .answer.kind;
    } catch (error) {
      if (error instanceof CadastreError) return error.code;
      throw error;
    }
  }

  const failing =
    (message: string): Answer =>
    (request) => {
      if (request.method === "eth_getProof") throw new Error(message);
      return request.forward();
    };

  it("is made with a node that answers truly, in a few requests", async () => {
    const methods: string[] = [];
    expect(
      await outcome((request) => {
        methods.push(request.method);
        return request.forward();
      }),
    ).toBe("twin");
    expect(methods.filter((method) => method === "eth_getProof").length).toBeLessThan(6);
    expect(methods[0]).toBe("eth_getBlockByNumber");
  });

  it.each([
    "the method eth_getProof does not exist/is not available",
    "Method eth_getProof is not supported",
    "Method not found",
  ])("is not made with a node that has no eth_getProof: %s", async (message) => {
    expect(await outcome(failing(message))).toBe("PROOF_NODE_UNABLE");
  });

  it.each([
    "missing trie node 0123 (path ) state 0x0123 is not available",
    "distance to target block exceeds maximum proof window",
    "historical state 0x12 is not available",
    "old data not available due to pruning",
  ])("is not made of a state that the node has thrown away: %s", async (message) => {
    expect(await outcome(failing(message))).toBe("PROOF_STATE_PRUNED");
  });

  it("passes any other trouble of the node on", async () => {
    expect(await outcome(failing("out of memory"))).toBe("LEDGER_RPC_ERROR");
  });

  it("is not made of a block that the node does not have, or exchanges for another", async () => {
    expect(await outcome((request) => request.forward(), { block: 1_000_000 })).toBe("PROOF_BLOCK_UNKNOWN");
    const another: Answer = (request) =>
      request.forward(request.method === "eth_getBlockByNumber" ? ["0x5", false] : request.params);
    expect(await outcome(another, { block: 6 })).toBe("PROOF_NODE_WRONG");
  });

  it("is not made of a header whose fields do not make its hash", async () => {
    const lying: Answer = async (request) => {
      const result = await request.forward();
      return request.method === "eth_getBlockByNumber"
        ? Object.assign({}, result, { stateRoot: `0x${"11".repeat(32)}` })
        : result;
    };
    expect(await outcome(lying)).toBe("PROOF_NODE_WRONG");
  });

  it("is not made of proofs of another block or account, or with nodes left out or changed", async () => {
    const otherBlock: Answer = (request) =>
      request.forward(
        request.method === "eth_getProof" ? [...request.params.slice(0, 2), "0x5"] : request.params,
      );
    const otherAccount: Answer = (request) =>
      request.forward(
        request.method === "eth_getProof"
          ? [ledger.deployment.contracts.evidence, ...request.params.slice(1)]
          : request.params,
      );
    const changing =
      (change: (text: string) => string): Answer =>
      async (request) => {
        const result = await request.forward();
        return request.method === "eth_getProof" ? JSON.parse(change(JSON.stringify(result))) : result;
      };
    const without = changing((text) => text.replace(/"accountProof":\[[^\]]*\]/, '"accountProof":[]'));
    const withoutSlots = changing((text) => text.replaceAll(/"proof":\[[^\]]*\]/g, '"proof":[]'));
    const flipped = changing((text) => text.replaceAll(/"0xf9(....)[0-9a-f]/g, '"0xf9$1f'));
    for (const answer of [otherBlock, otherAccount, without, withoutSlots, flipped]) {
      expect(await outcome(answer)).toBe("PROOF_NODE_WRONG");
    }
  });

  it("does not believe the values that the node says beside its proofs", async () => {
    const lying: Answer = async (request) => {
      const result = await request.forward();
      return request.method === "eth_getProof"
        ? JSON.parse(
            JSON.stringify(result).replaceAll(/"(value|storageHash|balance)":"0x[0-9a-f]+"/g, '"$1":"0x1"'),
          )
        : result;
    };
    expect(await outcome(lying)).toBe("twin");
  });

  it("is not made of a block from before the deployment", async () => {
    expect(await outcome((request) => request.forward(), { block: 0 })).toBe("PROOF_REGISTRY_MISSING");
  });

  it("is not made where the question shows what is not so", async () => {
    const content = { subjectKind: "none", subject: `0x${"00".repeat(32)}`, linkset: "0x1234" };
    const asked = { kind: "record", scheme: "gs1", identifier: "01/09506000134352/21/2", content };
    const honest: Answer = (request) => request.forward();
    expect(await outcome(honest, { asked: questionSchema.parse(asked) })).toBe("PROOF_CONTENT_REFUTED");
    const nobody = { ...asked, identifier: "01/09506000134352/21/999" };
    expect(await outcome(honest, { asked: questionSchema.parse(nobody) })).toBe("PROOF_CONTENT_REFUTED");
  });
});
