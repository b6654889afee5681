import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { GroupedRequests } from "../../../../services/ledger/chain/groupedRequests.js";
import { connect } from "../../../../services/ledger/chain/provider.js";
import { RpcClient } from "../../../../services/ledger/chain/rpc.js";
import { redactUrl } from "../../../../services/ledger/chain/url.js";
import { quantitySchema } from "../../../../services/ledger/hex.js";

const questionSchema = z.object({ id: z.number(), method: z.string() });

describe("RpcClient", () => {
  let server: Server | undefined;
  afterEach(async () => {
    server?.closeAllConnections();
    await new Promise((resolve) => (server === undefined ? resolve(null) : server.close(resolve)));
    server = undefined;
  });

  async function serve(listener: RequestListener): Promise<string> {
    const started = createServer(listener);
    server = started;
    await new Promise((resolve) => started.listen(0, "127.0.0.1", () => resolve(null)));
    const address = started.address();
    if (address === null || typeof address === "string") throw new Error("The server has no port.");
    return `127.0.0.1:${address.port}`;
  }
  const answer = (body: string, status = 200): Promise<string> =>
    serve((_request, response) => response.writeHead(status).end(body));
  const ask = (place: string, options = {}): Promise<number> =>
    new RpcClient(`http://${place}`, options).rpc("eth_blockNumber", [], quantitySchema);

  it("gives the parsed result", async () => {
    const place = await answer('{"jsonrpc":"2.0","id":1,"result":"0x10"}');
    expect(await ask(place)).toBe(16);
  });

  it.each([
    ["no JSON", "<html>"],
    ["no response", "{}x"],
    ["an array", "[]"],
    ["null", "null"],
    ["a result of another form", '{"result":"sixteen"}'],
    ["a number beyond what is safe", '{"result":"0xffffffffffffffff"}'],
  ])("given %s for an answer, then it says LEDGER_RPC_MALFORMED", async (_what, body) => {
    const place = await answer(body);
    await expect(ask(place)).rejects.toMatchObject({ code: "LEDGER_RPC_MALFORMED" });
  });

  describe("questions that are asked at once", () => {
    /** Answers with its name to every method but one. */
    async function nodeOf(takesGroups: boolean) {
      const requests: unknown[] = [];
      const answerTo = ({ id, method }: { readonly id: number; readonly method: string }) =>
        method === "unknown"
          ? { id, error: { code: -32601, message: "Method not found" } }
          : { id, result: method };
      const place = await serve(async (request, response) => {
        let text = "";
        for await (const chunk of request) text += String(chunk);
        const asked = z.union([z.array(questionSchema), questionSchema]).parse(JSON.parse(text));
        requests.push(asked);
        // In another order than they were asked in, as the protocol lets a node do.
        if (!Array.isArray(asked)) response.end(JSON.stringify(answerTo(asked)));
        else if (takesGroups) response.end(JSON.stringify(asked.map(answerTo).reverse()));
        else response.end(JSON.stringify({ id: null, error: { code: -32600, message: "no batches" } }));
      });
      return { requests, grouped: new GroupedRequests(new RpcClient(`http://${place}`)) };
    }

    it("go together, and what is refused of them is refused alone", async () => {
      const { requests, grouped } = await nodeOf(true);
      const [one, unknown, other] = ["one", "unknown", "other"].map((method) => grouped.request(method, []));
      await expect(unknown).rejects.toMatchObject({ code: "LEDGER_RPC_ERROR" });
      expect([await one, await other]).toEqual(["one", "other"]);
      expect(requests).toHaveLength(1);
    });

    it("given a node that takes but one, then each is asked by itself from then on", async () => {
      const { requests, grouped } = await nodeOf(false);
      const ask = () => Promise.all(["one", "other"].map((method) => grouped.request(method, [])));
      expect([await ask(), await ask()]).toEqual([
        ["one", "other"],
        ["one", "other"],
      ]);
      expect(requests).toHaveLength(5);
    });
  });

  it.each([200, 400, 500])(
    "given the node's own error under status %i, then it is in the details",
    async (status) => {
      const place = await answer(
        '{"error":{"code":-32000,"message":"header not found","data":"0x12"}}',
        status,
      );
      await expect(ask(place)).rejects.toMatchObject({
        code: "LEDGER_RPC_ERROR",
        details: { rpcCode: -32000, rpcMessage: "header not found", rpcData: "0x12" },
      });
    },
  );

  it("given an HTTP error without JSON-RPC, then the node counts as unreachable", async () => {
    const place = await answer("Bad gateway", 502);
    await expect(ask(place)).rejects.toMatchObject({
      code: "LEDGER_RPC_UNREACHABLE",
      message: expect.stringContaining("502"),
    });
  });

  it.each([
    "query returned more than 10000 results",
    "Log response size exceeded.",
    "block range is too large",
    "exceeds max block range",
    "eth_getLogs range is too large, max is 1k blocks",
    "limit exceeded",
  ])("given '%s' for logs, then it says LEDGER_RPC_TOO_LARGE", async (message) => {
    const place = await answer(JSON.stringify({ error: { code: -32005, message } }));
    const client = new RpcClient(`http://${place}`);
    await expect(client.rpc("eth_getLogs", [{}], z.array(z.unknown()))).rejects.toMatchObject({
      code: "LEDGER_RPC_TOO_LARGE",
    });
  });

  it("stops reading an answer that is larger than it should be", async () => {
    const place = await serve((_request, response) => {
      // Never ends of itself.
      const more = (): void => {
        while (!response.destroyed && response.write("x".repeat(65_536))) {}
        response.once("drain", more);
      };
      more();
    });
    await expect(ask(place, { maxBytes: 100_000 })).rejects.toMatchObject({ code: "LEDGER_RPC_TOO_LARGE" });
  });

  it.each(["the head", "the body"])(
    "given a node that never sends %s, then it says LEDGER_RPC_TIMEOUT",
    async (part) => {
      const place = await serve((_request, response) => {
        if (part === "the body") response.writeHead(200).write("{");
      });
      await expect(ask(place, { timeoutMs: 50 })).rejects.toMatchObject({ code: "LEDGER_RPC_TIMEOUT" });
    },
  );

  it("given a port where nobody listens, then it says so, without user, password, path and query", async () => {
    const place = await answer("");
    await new Promise((resolve) => server?.close(resolve));
    server = undefined;
    const url = `http://user:s3cret@${place}/v3/apikey?token=hidden`;
    const error = await connect(url).catch((reason: unknown) => reason);

    expect(error).toMatchObject({
      code: "LEDGER_RPC_UNREACHABLE",
      message: expect.stringContaining(place),
      hint: expect.any(String),
    });
    expect(JSON.stringify(error) + String(error)).not.toMatch(/user|s3cret|apikey|hidden/);
  });

  it("sends user and password as HTTP asks for it", async () => {
    let headers: IncomingHttpHeaders = {};
    const place = await serve((request, response) => {
      headers = request.headers;
      response.end('{"result":"0x1"}');
    });
    await new RpcClient(`http://us%20er:pa%3Ass@${place}/`).rpc("eth_chainId", [], quantitySchema);

    expect(headers.authorization).toBe(`Basic ${Buffer.from("us er:pa:ss").toString("base64")}`);
  });

  it("ends its requests when it is told to", async () => {
    const place = await serve(() => undefined);
    const ending = new AbortController();
    const asked = ask(place, { signal: ending.signal });
    ending.abort();
    await expect(asked).rejects.toMatchObject({ code: "LEDGER_RPC_UNREACHABLE" });
  });

  it.each(["", "localhost:8545", "ws://127.0.0.1", "file:///etc/passwd", "http://"])(
    "refuses the URL %j",
    (url) => {
      expect(() => new RpcClient(url)).toThrow(expect.objectContaining({ code: "LEDGER_RPC_URL" }));
    },
  );
});

describe("redactUrl", () => {
  it.each([
    ["http://127.0.0.1:8545", "http://127.0.0.1:8545"],
    ["http://127.0.0.1:8545/", "http://127.0.0.1:8545"],
    ["https://a:b@node.example/v3/key?x=1", "https://node.example/…"],
    ["nonsense with a secret", "(not a URL)"],
  ])("shows %s as %s", (url, shown) => {
    expect(redactUrl(url)).toBe(shown);
  });
});
