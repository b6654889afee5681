/**
 * Asks a node many questions in a few requests: those that come up in one turn go together. A request of its own costs several times as much as
 * a look at one record, on both sides.
 */
import { LedgerError } from "../errors.js";
import { Room } from "../room.js";
import type { Question, RpcClient } from "./rpc.js";

/** Nodes answer so many at once, as they are shipped; some take a hundred at most. */
const mostTogether = 64;
/** Requests at once, so that a node which counts them takes no offence. */
const requestsAtOnce = 32;

interface Asked extends Question {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export class GroupedRequests {
  readonly #client: RpcClient;
  readonly #room = new Room(requestsAtOnce);
  #asked: Asked[] = [];
  /** False once the node has turned out not to take several questions together. */
  #takesGroups = true;

  constructor(client: RpcClient) {
    this.#client = client;
  }

  /** @throws as {@link RpcClient.request} */
  request(method: string, params: readonly unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#asked.length === 0) setImmediate(() => this.#flush());
      this.#asked.push({ method, params, resolve, reject });
    });
  }

  #flush(): void {
    const all = this.#asked;
    this.#asked = [];
    for (let from = 0; from < all.length; from += mostTogether)
      void this.#ask(all.slice(from, from + mostTogether));
  }

  async #ask(some: readonly Asked[]): Promise<void> {
    if (some.length > 1 && this.#takesGroups) {
      const answers = await this.#room.within(() => this.#together(some));
      for (const [position, answer] of answers?.entries() ?? []) {
        if (answer instanceof LedgerError) some[position]?.reject(answer);
        else some[position]?.resolve(answer.result);
      }
      if (answers !== null) return;
    }
    for (const { method, params, resolve, reject } of some)
      this.#room.within(() => this.#client.request(method, params)).then(resolve, reject);
  }

  /** null where the node does not answer them together: what is wrong is told to each that is asked by itself then. */
  async #together(some: readonly Question[]) {
    try {
      return await this.#client.requestAll(some);
    } catch {
      this.#takesGroups = false;
      return null;
    }
  }
}
