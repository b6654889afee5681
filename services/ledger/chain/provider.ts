/** ethers' provider over our own transport: one kind of time-out, one kind of error, no retries behind our back. */
import { type JsonRpcPayload, JsonRpcProvider, type JsonRpcResult, Network } from "ethers";
import { LedgerError } from "../errors.js";
import { quantitySchema } from "../hex.js";
import { refusal } from "../transactions/estimate.js";
import { GroupedRequests } from "./groupedRequests.js";
import { RpcClient, type RpcOptions } from "./rpc.js";

export class LedgerProvider extends JsonRpcProvider {
  readonly client: RpcClient;
  readonly chainId: number;
  readonly #requests: Pick<RpcClient, "request">;

  /** @param grouped Whether what is read at once is asked for together: for whoever reads much. */
  constructor(client: RpcClient, chainId: number, grouped = false) {
    const network = Network.from(chainId);
    super(undefined, network, { staticNetwork: network, batchMaxCount: 1, cacheTimeout: -1 });
    this.client = client;
    this.chainId = chainId;
    this.#requests = grouped ? new GroupedRequests(client) : client;
  }

  override async _send(payload: JsonRpcPayload | JsonRpcPayload[]): Promise<JsonRpcResult[]> {
    const payloads = Array.isArray(payload) ? payload : [payload];
    return Promise.all(
      payloads.map(async ({ id, method, params }) => {
        const list: readonly unknown[] = Array.isArray(params) ? params : [params];
        try {
          return { id, result: await this.#requests.request(method, list) };
        } catch (error) {
          throw refusal(error, "answer a question");
        }
      }),
    );
  }
}

/**
 * Connects to a node and asks for its chain id.
 * @throws LedgerError `LEDGER_RPC_URL`, `LEDGER_RPC_UNREACHABLE`, `LEDGER_RPC_TIMEOUT`, `LEDGER_RPC_MALFORMED`, or
 * `LEDGER_WRONG_CHAIN` where `chainId` is given and differs.
 */
export async function connect(
  rpcUrl: string,
  options: RpcOptions & { readonly chainId?: number; readonly grouped?: boolean } = {},
): Promise<LedgerProvider> {
  const { chainId: expected, grouped, ...rpcOptions } = options;
  const client = new RpcClient(rpcUrl, rpcOptions);
  const chainId = await client.rpc("eth_chainId", [], quantitySchema);
  if (expected !== undefined && chainId !== expected) {
    throw new LedgerError(
      "LEDGER_WRONG_CHAIN",
      `The node at ${client.url} is on chain ${chainId}, not on chain ${expected}.`,
      { hint: "Correct the RPC URL or the deployment in the configuration.", details: { chainId, expected } },
    );
  }
  return new LedgerProvider(client, chainId, grouped);
}
