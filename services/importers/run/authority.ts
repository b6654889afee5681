/** Under which namespace the importing party registers an identifier. */
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { prefixesOf } from "../../identifiers/index.js";
import { delegateNamespace } from "../../ledger/actions/namespaces.js";
import type { LedgerProvider } from "../../ledger/chain/provider.js";
import type { Deployment } from "../../ledger/deployment/deployment.js";
import { LedgerError } from "../../ledger/errors.js";
import { namespaceId, schemeId } from "../../ledger/ids.js";
import { type NamespaceState, readNamespace } from "../../ledger/reads/namespaces.js";
import { readParty } from "../../ledger/reads/parties.js";
import { mayAct } from "../../ledger/reads/roles.js";
import type { Address } from "../../store/model.js";
import { ImportError } from "../errors.js";
import type { Writer } from "./writer.js";

export interface ImportLedger {
  readonly provider: LedgerProvider;
  readonly deployment: Deployment;
}

/** Finds authorities and remembers them for the length of one import; one namespace serves many identifiers. */
export class Authorities {
  readonly #ledger: ImportLedger;
  readonly #writer: Writer;
  readonly #account: Address;
  readonly #party: Address;
  readonly #others: readonly Address[];
  readonly #registrars = new Map<string, Promise<boolean>>();
  readonly #namespaces = new Map<string, Promise<NamespaceState | null>>();
  readonly #controllers = new Map<Address, Promise<Address | null>>();
  readonly #delegations = new Map<string, Promise<number>>();

  /**
   * @param account The signing account: what it controls, it acts for.
   * @param others Accounts that help where they are registrars.
   */
  constructor(
    ledger: ImportLedger,
    writer: Writer,
    account: Address,
    party: Address,
    others: readonly Address[] = [],
  ) {
    this.#others = others;
    this.#ledger = ledger;
    this.#writer = writer;
    this.#account = account;
    this.#party = party;
  }

  /** Namespaces that were delegated on the way. */
  get delegated(): readonly string[] {
    return [...this.#delegations.keys()];
  }

  /**
   * Bytes of the longest prefix of the identifier that is delegated and has not lapsed, if the account may register beneath it. An owner's
   * asset ids get a namespace of their own first where there is none and the account controls the root.
   *
   * @throws ImportError `IMPORT_NOT_AUTHORISED`, `IMPORT_NAMESPACE_SUSPENDED`
   */
  async of(identifier: LedgerIdentifier): Promise<number> {
    const { scheme } = identifier;
    for (const { prefix, length } of prefixesOf(identifier)) {
      const namespace = await this.#namespace(scheme, prefix);
      if (namespace === null || namespace.standing === "lapsed") continue;
      if (namespace.standing === "suspended") throw suspended(scheme, prefix);
      if ((await this.#controller(namespace.holder)) !== this.#account) {
        throw this.#notAuthorised(identifier, prefix, namespace.holder);
      }
      if (identifier.scheme === "aas" && length === 0) return this.#delegation(identifier.owner);
      return length;
    }
    throw new ImportError("IMPORT_NOT_AUTHORISED", `The ledger does not have the scheme "${scheme}".`, {
      hint: "Ask its administrator to register the scheme.",
    });
  }

  /** Those of the other accounts that may register under the identifier's prefix of that length. */
  async registrars(identifier: LedgerIdentifier, prefixLength: number): Promise<readonly Address[]> {
    if (this.#others.length === 0) return [];
    const { provider, deployment } = this.#ledger;
    const { prefix } = prefixesOf(identifier).find(({ length }) => length === prefixLength) ?? {};
    if (prefix === undefined) return [];
    const token = { kind: "namespace", id: namespaceId(schemeId(identifier.scheme), prefix) } as const;
    const able = await Promise.all(
      this.#others.map((account) =>
        remembered(this.#registrars, `${token.id} ${account}`, () =>
          mayAct(provider, deployment, token, account, "registrar"),
        ),
      ),
    );
    return this.#others.filter((_, position) => able[position]);
  }

  #namespace(scheme: string, prefix: string): Promise<NamespaceState | null> {
    const { provider, deployment } = this.#ledger;
    return remembered(this.#namespaces, `${scheme}:${prefix}`, () =>
      readNamespace(provider, deployment, { scheme, prefix }),
    );
  }

  #controller(holder: Address): Promise<Address | null> {
    const { provider, deployment } = this.#ledger;
    return remembered(
      this.#controllers,
      holder,
      async () => (await readParty(provider, deployment, holder))?.controller ?? null,
    );
  }

  #delegation(owner: string): Promise<number> {
    const name = `aas:${owner}`;
    const known = this.#delegations.get(name);
    if (known !== undefined) return known;
    const delegated = this.#delegate(owner);
    this.#delegations.set(name, delegated);
    delegated.catch(() => this.#delegations.delete(name));
    return delegated;
  }

  async #delegate(owner: string): Promise<number> {
    const call = delegateNamespace(this.#ledger.deployment, { scheme: "aas", prefix: owner }, 0, this.#party);
    try {
      await this.#writer.write(call, "delegate");
    } catch (error) {
      // An earlier run that was killed may have sent it: then it is there.
      if (!(error instanceof LedgerError) || error.details.error !== "NamespaceExists") throw error;
    }
    return Buffer.byteLength(owner);
  }

  #notAuthorised(identifier: LedgerIdentifier, prefix: string, holder: Address): ImportError {
    const place = prefix === "" ? `the root of ${identifier.scheme}` : `${identifier.scheme}:${prefix}`;
    const wanted = identifier.scheme === "aas" ? `aas:${identifier.owner}` : `${identifier.scheme}:PREFIX`;
    return new ImportError("IMPORT_NOT_AUTHORISED", `Only ${holder} registers under ${place}.`, {
      hint: `Ask its holder to delegate: cadastre namespace delegate ${wanted} --to ${this.#party}`,
      details: { scheme: identifier.scheme, prefix, holder },
    });
  }
}

function suspended(scheme: string, prefix: string): ImportError {
  return new ImportError("IMPORT_NAMESPACE_SUSPENDED", `The namespace ${scheme}:${prefix} is suspended.`, {
    hint: "Its holder can ask whoever suspended it to reinstate it.",
    details: { scheme, prefix },
  });
}

/** Answers that are remembered at once: of identifiers with many prefixes there is one for each of them. */
const mostRemembered = 20_000;

/** The value for a key, asked for once while it is remembered; a failure is not. */
function remembered<Key, Value>(
  known: Map<Key, Promise<Value>>,
  key: Key,
  ask: () => Promise<Value>,
): Promise<Value> {
  const found = known.get(key);
  if (found !== undefined) return found;
  const asked = ask();
  if (known.size >= mostRemembered) known.clear();
  known.set(key, asked);
  asked.catch(() => known.delete(key));
  return asked;
}
