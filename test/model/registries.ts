/** The registries of tokens, on the chain and in the model. */
import type { ContractName } from "../../services/ledger/deployment/deployment.js";
import type { Hex } from "../../services/ledger/hex.js";
import type { Ledger } from "./ledger/ledger.js";
import type { Token, Tokens } from "./ledger/tokens.js";
import { contents, identifiers, prefixes } from "./universe.js";
import { namespaceWord, recordWord, twinWord } from "./words.js";

export interface TokenRegistry {
  readonly contract: ContractName;
  readonly kind: "namespace" | "record" | "twin" | "batch";
  /** Names that its tokens may have. */
  readonly universe: readonly string[];
  id(name: string): Hex;
  of(ledger: Ledger): Tokens<Token>;
}

export const tokenRegistries: readonly TokenRegistry[] = [
  {
    contract: "namespaces",
    kind: "namespace",
    universe: prefixes,
    id: namespaceWord,
    of: ({ namespaces }) => namespaces,
  },
  {
    contract: "identifiers",
    kind: "record",
    universe: identifiers,
    id: recordWord,
    of: ({ records }) => records,
  },
  { contract: "twins", kind: "twin", universe: contents, id: twinWord, of: ({ twins }) => twins },
];
