import type { Account } from "../ledger/parties.js";
import { accounts, administrator, schemeNames } from "../universe.js";
import { addressOf } from "../words/names.js";
import type { Draw, Operation } from "./operation.js";

const register = (name: string, rule: number, rootHolder: Account): Operation => ({
  contract: "namespaces",
  call: "registerScheme",
  words: () => [name, rule, addressOf(rootHolder)],
  touches: ["schemes"],
  apply: ({ schemes }, by) => schemes.register(by, name, rule, rootHolder),
  text: `register the scheme "${name}" of rule ${rule} for ${rootHolder}`,
});

const drawRegister: Draw = (dice, ledger) => ({
  by: dice.mostly([administrator], accounts),
  operation: register(
    dice.fresh(ledger.schemes.all, [...schemeNames, "gs1"]),
    dice.chance(1, 12) ? 0 : 1 + dice.below(5),
    dice.receiver(ledger),
  ),
});

export const schemeDraws: readonly (readonly [number, Draw])[] = [[1, drawRegister]];
