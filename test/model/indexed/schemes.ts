import { schemeId } from "../../../services/ledger/ids.js";
import { prefixRules } from "../../../services/store/model.js";
import { schemeNames } from "../universe.js";
import { certificateWord } from "../words/certificates.js";
import { topic } from "./facts.js";

const schemes = topic<string>({
  kind: "scheme",
  names: () => schemeNames,
  model: (ledger, name) => {
    const scheme = ledger.schemes.all.get(name);
    return scheme === undefined ? null : { name, rule: prefixRules[scheme.rule - 1] };
  },
  index: ({ view }, name) => {
    const scheme = view.scheme(schemeId(name));
    return scheme === null ? null : { name: scheme.name, rule: scheme.rule };
  },
});

const certificates = topic({
  kind: "certificate",
  names: (ledger) =>
    ledger.certificates.settled().map((each) => ({ ...each, toString: () => JSON.stringify(each) })),
  model: (_, { used }) => (used ? "used" : "cancelled"),
  index: ({ view, place }, { certificate }) =>
    view.certificate(certificateWord(place, certificate))?.status ?? null,
});

export const schemeTopics = [schemes, certificates];
