/** The registries of tokens, on the chain and in the model. */
import type { ContractName } from "../../services/ledger/deployment/deployment.js";
import type { Hex } from "../../services/ledger/hex.js";
import type { TokenKind } from "./ledger/tokens.js";
import { contents, identifiers, prefixes, sealedNames } from "./universe.js";
import { batchBodies } from "./words/batches.js";
import type { Place } from "./words/names.js";
import { thingWord } from "./words/things.js";

export interface TokenRegistry {
  readonly contract: ContractName;
  readonly kind: TokenKind;
  /** Names that its tokens may have. */
  readonly universe: readonly string[];
}

export const tokenRegistries: readonly TokenRegistry[] = [
  { contract: "namespaces", kind: "namespace", universe: prefixes },
  { contract: "identifiers", kind: "record", universe: identifiers },
  { contract: "sealedRecords", kind: "sealed", universe: sealedNames },
  { contract: "batches", kind: "batch", universe: [...batchBodies.keys()] },
  { contract: "twins", kind: "twin", universe: contents },
];

/** Id of a token. */
export const tokenWord = (place: Place, { kind }: TokenRegistry, name: string): Hex =>
  thingWord(place, { kind, name });
