/** What is proven of twins, and what is not. */
import type { CompositionAnswer } from "../answers/composition.js";
import type { DerivationAnswer } from "../answers/derivation.js";
import type { TwinAnswer, TwinFacts } from "../answers/twin.js";
import { partyStatements } from "./parties.js";
import { type Statement, type Statements, statement } from "./statement.js";

const absent = (id: string): Statement => statement("TWIN_ABSENT", `There is no twin ${id}.`);

export function twinStatements({ id, twin }: TwinAnswer): Statements {
  if (twin === null) return { proven: [absent(id)], open: [] };
  return {
    proven: [
      statement("TWIN", `${id} is a twin (${twin.kind}), in state ${twin.state}.`),
      ...twinFactsStatements(twin),
    ],
    open: [statement("OPEN_CONTENT_BYTES", "What the content is: compare the SHA-256 of what you have.")],
  };
}

export const twinFactsStatements = ({
  owner,
  epoch,
  version,
  frozen,
  contentDigest,
}: TwinFacts): Statement[] => [
  statement("TWIN_OWNER", `Its owner is ${owner.party}, in holding ${epoch}.`),
  ...partyStatements(owner),
  statement("TWIN_CONTENT", `Its content, version ${version}, has the SHA-256 ${contentDigest}.`),
  ...(frozen ? [statement("TWIN_FROZEN", "It is frozen.")] : []),
];

export function derivationStatements({
  id,
  twin,
  parents,
  depth,
  closed,
  children,
}: DerivationAnswer): Statements {
  if (twin === null) return { proven: [absent(id)], open: [] };
  const come = twin.kind === "instance" ? "is an instance of" : "is derived from";
  return {
    proven: [
      statement("TWIN", `${id} is a twin (${twin.kind}), in state ${twin.state}.`),
      ...parents.map(({ id: parent, twin: above }) =>
        statement("DERIVED", `It ${come} ${parent}, which is ${above?.owner.party ?? "nobody"}'s.`),
      ),
      statement(
        "DERIVED_ALL",
        parents.length === 0 ? "It comes from no other twin." : "It comes from no other twin than these.",
      ),
      statement(
        "DERIVATION",
        `Its ancestors reach back ${depth} steps; ${children} twins come from it, and ${closed ? "nothing may be derived from it" : "others may be derived from it where its owner lets them"}.`,
      ),
      ...twinFactsStatements(twin),
    ],
    open: parents.length === 0 ? [] : [statement("OPEN_ANCESTORS", "What these come from: ask for each.")],
  };
}

export function compositionStatements(answer: CompositionAnswer): Statements {
  const { id, twin, components, listed, assemblies, complete } = answer;
  if (twin === null) return { proven: [absent(id)], open: [] };
  return {
    proven: [
      statement("TWIN", `${id} is a twin (${twin.kind}), in state ${twin.state}.`),
      statement("COMPOSITION", `It lists ${listed} components, and ${assemblies} twins list it.`),
      ...components.map(({ id: component, quantity }) =>
        quantity === 0
          ? statement("COMPONENT_NOT", `${component} is none of them.`)
          : statement("COMPONENT", `It is made of ${quantity} of ${component}.`),
      ),
      ...(complete ? [statement("COMPONENTS_ALL", "It lists nothing else.")] : []),
      ...twinFactsStatements(twin),
    ],
    open: complete ? [] : [statement("OPEN_COMPONENTS", "What else it is made of.")],
  };
}
