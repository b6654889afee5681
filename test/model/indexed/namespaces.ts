import { zoneOf } from "../../../services/resolver/resolution/zones.js";
import { prefixes } from "../universe.js";
import { addressOf, namespaceWord } from "../words/names.js";
import { frozenWord, topic } from "./facts.js";

const namespaces = topic<string>({
  kind: "namespace",
  names: () => prefixes,
  model: ({ namespaces: all }, prefix) => {
    const namespace = all.all.get(prefix);
    if (namespace === undefined) return null;
    const { holder, epoch, suspendedBy, emancipated, expiry, levels, mayIssue, tenure } = namespace;
    const parent = all.parentOf(namespace);
    return {
      parent: parent === undefined ? null : namespaceWord(parent.prefix),
      holder: addressOf(holder),
      epoch,
      suspendedBy,
      emancipated,
      sealed: namespace.isSealed,
      terms: { expiry, levels, mayIssue },
      tenure,
      parentTenure: namespace.parentTenure,
      answersSince: namespace.answersSince,
      frozen: frozenWord(namespace.frozen),
      standing: all.standingOf(prefix),
    };
  },
  index: ({ view, ledger }, prefix) => {
    const zone = zoneOf(view, "gs1", namespaceWord(prefix), ledger.clock.now);
    if (zone === null) return null;
    const { parent, holder, epoch, suspension, emancipated, terms, tenure, ...others } = zone.namespace;
    return {
      parent,
      holder,
      epoch,
      suspendedBy: suspension?.ancestorLength ?? null,
      emancipated,
      sealed: others.sealed,
      terms,
      tenure,
      parentTenure: others.parentTenure,
      answersSince: others.answersSince,
      frozen: others.frozen,
      standing: zone.standing,
    };
  },
});

export const namespaceTopics = [namespaces];
