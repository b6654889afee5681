/** Who may do what with the data that was ever granted: found from the index, against every key that the ledger could be asked with. */
import { actionsOf } from "../../../services/ledger/enums.js";
import { decide } from "../../../services/rights/decisions/decide.js";
import type { Grant, GrantName } from "../ledger/grants.js";
import type { Ledger } from "../ledger/ledger.js";
import { possibleParties } from "../universe.js";
import { addressOf, saltWord } from "../words/names.js";
import { assetOf } from "../words/rights.js";
import { topic } from "./facts.js";

/** One action that all grants may let, and one that few do. */
const askedActions = [1, 4];

export const decisions = topic<string>({
  kind: "decisions on",
  names: (ledger) => ledger.grants.all.keys(),
  model: (ledger, text) => {
    const { name } = grantOf(ledger, text);
    return answers((party, actions) => {
      const owns = ledger.grants.assets.of(name.asset)?.holder === party;
      if (owns && ledger.parties.isUsable(party)) return true;
      return [...ledger.grants.all.values()].some(
        ({ name: other }) =>
          isFound(other, name) && ledger.grants.isAllowedTo({ ...other, scope: name.scope }, party, actions),
      );
    });
  },
  index: ({ view, ledger }, text) => {
    const { name } = grantOf(ledger, text);
    const { now: at, block } = ledger.clock;
    return answers((party, actions) =>
      actionsOf(actions).every(
        (action) =>
          decide(
            view,
            { at, block },
            {
              subject: addressOf(party),
              onBehalfOf: null,
              asset: assetOf(name.asset),
              scope: name.scope,
              action,
              openings: name.grantee.kind === "blinded" ? [saltWord(name.grantee.salt)] : [],
              grant: null,
              purpose: null,
              meter: null,
              policies: new Map(),
            },
          ).allowed,
      ),
    );
  },
});

const answers = (mayDo: (party: number, actions: number) => boolean) =>
  possibleParties.flatMap((party) =>
    askedActions.filter((actions) => mayDo(party, actions)).map((actions) => `${party} may ${actions}`),
  );

function grantOf({ grants }: Ledger, text: string): Grant {
  const grant = grants.all.get(text);
  if (grant === undefined) throw new Error("A grant that was given stays");
  return grant;
}

/** Whether a grant is one of those that the question is about, of the asset and opened with the same salt. */
function isFound(other: GrantName, { asset, scope, grantee }: GrantName): boolean {
  const { kind, name } = other.asset;
  if (kind !== asset.kind || name !== asset.name || (other.scope !== "" && other.scope !== scope))
    return false;
  if (other.grantee.kind !== "blinded") return true;
  return grantee.kind === "blinded" && grantee.salt === other.grantee.salt;
}
