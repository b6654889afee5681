import { contents, possibleParties } from "../universe.js";
import { addressOf, digestOf, digestOrNull, twinWord } from "../words/names.js";
import { frozenWord, inOrder, topic } from "./facts.js";

const twins = topic({
  kind: "twin",
  names: () => contents,
  model: (ledger, name) => {
    const twin = ledger.twins.all.get(name);
    if (twin === undefined) return null;
    const { holder, epoch, kind, state, author, versions, frozen } = twin;
    return {
      owner: addressOf(holder),
      epoch,
      kind,
      state,
      author: addressOf(author),
      version: versions.length,
      digest: digestOf(versions.at(-1) ?? name),
      frozen: frozenWord(frozen),
    };
  },
  index: ({ view }, name) => {
    const twin = view.twin(twinWord(name));
    if (twin === null) return null;
    const { owner, epoch, kind, state, author, version, frozen } = twin;
    return { owner, epoch, kind, state, author, version: version.version, digest: version.digest, frozen };
  },
});

const contentsOfTwins = topic({
  kind: "content",
  names: () => contents,
  model: (ledger, name) => {
    const twin = ledger.twins.byContent(name);
    return twin === undefined ? null : twinWord(twin);
  },
  index: ({ view }, name) => view.twinByContent(digestOf(name))?.id ?? null,
});

const authorship = topic({
  kind: "authorship",
  names: () => contents,
  model: ({ twins: { all }, twinTerms }, name) => {
    const twin = all.get(name);
    if (twin === undefined) return null;
    const { basisPoints, receiver } = twin.royalty;
    if (receiver === "registry") throw new Error("The registry is paid nothing");
    return {
      authors: twinTerms.authorsOf(name).map(({ party, share }) => ({ party: addressOf(party), share })),
      royalty:
        basisPoints === 0 ? null : { basisPoints, receiver: receiver === null ? null : addressOf(receiver) },
    };
  },
  index: ({ view }, name) => {
    const twin = view.twin(twinWord(name));
    return twin === null ? null : { authors: twin.authors, royalty: twin.royalty };
  },
});

const licences = topic({
  kind: "licences",
  names: () => contents,
  model: ({ twinTerms }, name) =>
    twinTerms
      .licencesOf(name)
      .map((licence, place) => ({ version: place + 1, digest: digestOrNull(licence) })),
  index: async ({ view }, name) => {
    const { items } = await view.twinLicences(twinWord(name), { limit: 100 });
    return items.map(({ version, digest }) => ({ version, digest }));
  },
});

const permissions = topic({
  kind: "permissions",
  names: () => contents,
  model: ({ twinTerms }, name) =>
    inOrder(
      (["derive", "compose"] as const).flatMap((use) =>
        [null, ...possibleParties]
          .filter((party) => twinTerms.isPermittedItself(name, use, party))
          .map((party) => `${use} ${party === null ? "everyone" : addressOf(party)}`),
      ),
    ),
  index: async ({ view, ledger }, name) => {
    const epoch = ledger.twins.all.get(name)?.epoch ?? 0;
    const { items } = await view.twinPermissions(twinWord(name), epoch, { limit: 100 });
    return inOrder(items.map(({ use, party }) => `${use} ${party ?? "everyone"}`));
  },
});

const lines = topic({
  kind: "line",
  names: () => contents,
  model: ({ twins: { all }, lineage }, name) =>
    all.has(name)
      ? {
          parents: lineage
            .parentsOf(name)
            .map(({ twin, licence }) => ({ twin: twinWord(twin), licence: digestOrNull(licence) })),
          depth: lineage.depthOf(name),
          closed: lineage.isClosed(name),
          children: inOrder(lineage.childrenOf(name).map(twinWord)),
        }
      : null,
  index: async ({ view }, name) => {
    const twin = view.twin(twinWord(name));
    if (twin === null) return null;
    const { items } = await view.childrenOf(twin.id, { limit: 100 });
    const { parents, depth, closedToDerivation: closed } = twin;
    return { parents, depth, closed, children: inOrder(items.map(({ id }) => id)) };
  },
});

const bills = topic({
  kind: "bill",
  names: () => contents,
  model: ({ composition }, name) => ({
    components: inOrder([...composition.billOf(name)].map(([part, number]) => `${number} ${twinWord(part)}`)),
    assemblies: inOrder(composition.assembliesOf(name).map(twinWord)),
  }),
  index: async ({ view }, name) => {
    const components = await view.componentsOf(twinWord(name), { limit: 100 });
    const assemblies = await view.assembliesOf(twinWord(name), { limit: 100 });
    return {
      components: inOrder(components.items.map(({ part, quantity }) => `${quantity} ${part}`)),
      assemblies: inOrder(assemblies.items.map(({ whole }) => whole)),
    };
  },
});

export const twinTopics = [twins, contentsOfTwins, authorship, licences, permissions, lines, bills];
