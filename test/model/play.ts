/**
 * Plays a trace on the chain and in the model side by side. Some steps their accounts send, some they sign and others send:
 * to the model that is the same.
 */
import { z } from "zod";
import { type Hex, toHex } from "../../services/ledger/hex.js";
import { signCalls, submitSignedCall, takesSignedCalls } from "../../services/ledger/signedCalls.js";
import type { Address } from "../../services/store/model.js";
import { fundedSigner } from "../fixtures/ledger.js";
import type { Chain } from "./chain.fixture.js";
import { contracts, errorOf } from "./contracts.js";
import type { Ledger } from "./ledger/ledger.js";
import type { Account } from "./ledger/parties.js";
import type { Operation, Step } from "./operations/operation.js";
import { type Trace, take } from "./trace.js";
import { accounts } from "./universe.js";
import type { Answer, View } from "./views/view.js";
import { addressOf } from "./words/names.js";

/** More than any operation needs. */
const gas = "0xb71b00";
/** One step in so many is signed by its account and sent by another. */
const signedOneIn = 4;
/** Views that are compared after a step besides those that it touched. */
const sampled = 12;

interface EncodedCall {
  readonly to: Address;
  readonly data: Hex;
}

/** What the chain answers: data, or the name of an error. */
type Response = { readonly data: string } | { readonly error: string };

const dataSchema = z.string();
const refusalSchema = z.object({ data: z.string() });

/** What chain and model differ in. */
export class Divergence extends Error {}

export class Play {
  readonly #encoded = new WeakMap<View, EncodedCall>();

  /** @param viewsOf All that can be asked about a ledger. */
  constructor(
    readonly chain: Chain,
    readonly viewsOf: (ledger: Ledger) => readonly View[],
  ) {}

  /** @throws Divergence at the first difference; the trace then says where. */
  async run(trace: Trace, ledger: Ledger): Promise<void> {
    for (const [place, step] of trace.steps.entries()) {
      trace.failedAt = place;
      await this.#step(step, ledger);
    }
    trace.failedAt = trace.steps.length;
    if (!trace.toTheEnd) return;
    for (const view of this.viewsOf(ledger)) await this.#compare(view, ledger);
  }

  async #step(step: Step, ledger: Ledger): Promise<void> {
    const expected = take(ledger, step);
    const { from, call } = await this.#sent(step);
    await this.chain.request("evm_setNextBlockTimestamp", [step.at]);
    const response = await this.#ask("eth_sendTransaction", [{ from: addressOf(from), gas, ...call }]);
    const refused = "error" in response ? response.error : null;
    const agree = refused === null ? expected.length === 0 : expected.includes(refused);
    if (!agree) {
      const model = expected.length === 0 ? "lets it through" : `refuses it with ${expected.join(" or ")}`;
      const chain = refused === null ? "lets it through" : `refuses it with ${refused}`;
      throw new Divergence(
        `${step.operation.text}, by ${step.by}, sent by ${from}: the model ${model}, the chain ${chain}`,
      );
    }
    const views = this.viewsOf(ledger);
    const { touches } = step.operation;
    for (const view of views.filter(({ about }) => touches.includes(about)))
      await this.#compare(view, ledger);
    for (let n = 0; n < sampled; n++) {
      const view = views[(step.at * 31 + n * 7919) % views.length];
      if (view !== undefined) await this.#compare(view, ledger);
    }
  }

  /** The transaction of a step, and whose it is. */
  async #sent({ at, by, operation }: Step): Promise<{ readonly from: Account; readonly call: EncodedCall }> {
    const { deployment, provider } = this.chain;
    const call = this.#encode(operation);
    if (at % signedOneIn !== 0 || !takesSignedCalls(deployment, call.to)) return { from: by, call };
    const described = { ...call, describe: operation.text };
    const { calls } = await signCalls(provider, deployment, fundedSigner(by), [described], at);
    const [signed] = calls;
    if (signed === undefined) throw new RangeError("Nothing was signed");
    const { to, data } = submitSignedCall(deployment, signed);
    return { from: (by + 1) % accounts.length, call: { to, data } };
  }

  async #compare(view: View, ledger: Ledger): Promise<void> {
    const call = this.#encoded.get(view) ?? this.#encode(view);
    this.#encoded.set(view, call);
    const response = await this.#ask("eth_call", [call, "latest"]);
    const expected = view.expected(ledger);
    if (agree(view, response, expected)) return;
    const words = JSON.stringify(view.words(this.chain.deployment), plain);
    throw new Divergence(
      `${view.contract}.${view.call}${words}, about ${view.about}: ` +
        `the model says ${shown(expected)}, the chain ${decoded(view, response)}`,
    );
  }

  #encode({ contract, call, words }: Operation | View): EncodedCall {
    const { deployment } = this.chain;
    const to = contract === "accessManager" ? deployment.accessManager : deployment.contracts[contract];
    return { to, data: toHex(contracts[contract].encodeFunctionData(call, words(deployment))) };
  }

  async #ask(method: string, params: readonly unknown[]): Promise<Response> {
    try {
      return { data: dataSchema.parse(await this.chain.request(method, params)) };
    } catch (error) {
      const refusal = refusalSchema.safeParse(error);
      if (!refusal.success) throw error;
      return { error: errorOf(refusal.data.data) };
    }
  }
}

function agree({ contract, call }: View, response: Response, expected: Answer): boolean {
  if ("errors" in expected) return "error" in response && expected.errors.includes(response.error);
  return (
    "data" in response && response.data === contracts[contract].encodeFunctionResult(call, expected.values)
  );
}

const plain = (_: string, value: unknown): unknown => (typeof value === "bigint" ? value.toString() : value);

const shown = (answer: Answer): string =>
  "errors" in answer ? answer.errors.join(" or ") : JSON.stringify(answer.values, plain);

function decoded({ contract, call }: View, response: Response): string {
  if ("error" in response) return response.error;
  return JSON.stringify(contracts[contract].decodeFunctionResult(call, response.data), plain);
}
