/** Which namespace an account issues an identifier under, for lists: asked once for many identifiers. */
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { longestPrefixOf, prefixesOf } from "../../identifiers/index.js";
import { readNamespace } from "../../ledger/reads/namespaces.js";
import { readParty } from "../../ledger/reads/parties.js";
import type { Address } from "../../store/model.js";
import type { ManifestIssuer } from "../batch/manifest.js";
import type { ImportLedger } from "../run/authority.js";

export class Issuers {
  readonly #ledger: ImportLedger;
  readonly #account: Address;
  /** By the longest prefix of an identifier: the shorter ones follow from it. */
  readonly #known = new Map<string, ManifestIssuer | null>();
  readonly #namespaces = new Map<string, ManifestIssuer | "none" | "not ours">();

  constructor(ledger: ImportLedger, account: Address) {
    this.#ledger = ledger;
    this.#account = account;
  }

  /** null where the account issues it under none: an attempt to register it tells why. */
  of(identifier: LedgerIdentifier): ManifestIssuer | null | Promise<ManifestIssuer | null> {
    const longest = longestPrefixOf(identifier);
    const key = `${identifier.scheme}:${longest}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    return this.#find(identifier).then((issuer) => {
      // What has no prefix in common with its neighbours is not worth remembering.
      if (longest !== identifier.canonical) remember(this.#known, key, issuer);
      return issuer;
    });
  }

  async #find(identifier: LedgerIdentifier): Promise<ManifestIssuer | null> {
    const { scheme } = identifier;
    for (const { prefix } of prefixesOf(identifier)) {
      const key = `${scheme}:${prefix}`;
      const found = this.#namespaces.get(key) ?? (await this.#read(scheme, prefix));
      remember(this.#namespaces, key, found);
      if (found === "not ours") return null;
      if (found !== "none") return found;
    }
    return null;
  }

  async #read(
    scheme: LedgerIdentifier["scheme"],
    prefix: string,
  ): Promise<ManifestIssuer | "none" | "not ours"> {
    const { provider, deployment } = this.#ledger;
    const namespace = await readNamespace(provider, deployment, { scheme, prefix });
    if (namespace === null || namespace.standing === "lapsed") return "none";
    // An owner's asset ids get a namespace of their own on the way, as records.
    const isRootOfOwners = scheme === "aas" && prefix === "";
    if (namespace.standing !== "live" || !namespace.mayIssue || namespace.sealed || isRootOfOwners)
      return "not ours";
    const holder = await readParty(provider, deployment, namespace.holder);
    return holder?.controller === this.#account ? { scheme, prefix, id: namespace.id } : "not ours";
  }
}

/** Answers that are remembered at once: of identifiers with many prefixes there is one for each of them. */
const mostRemembered = 20_000;

function remember<Value>(known: Map<string, Value>, key: string, value: Value): void {
  if (known.size >= mostRemembered) known.clear();
  known.set(key, value);
}
