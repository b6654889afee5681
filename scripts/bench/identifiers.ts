/** How fast identifiers are read: parsed, checked and brought into canonical form. */
import { parseIdentifier, type Scheme } from "../../services/identifiers/index.js";
import { measure } from "./measure.js";
import { figure, type Section } from "./report.js";

interface Form {
  readonly name: string;
  readonly scheme: Scheme;
  /** Text of the identifier with the serial number `serial`. */
  readonly text: (serial: number) => string;
}

const uuidOf = (serial: number): string => `580d3adf-1981-44a0-a214-${serial.toString(16).padStart(12, "0")}`;

const forms: readonly Form[] = [
  {
    name: "GS1 Digital Link, GTIN and serial",
    scheme: "gs1",
    text: (serial) => `https://id.example.com/01/09506000134352/21/${serial}`,
  },
  {
    name: "GS1 element string",
    scheme: "gs1",
    text: (serial) => `(01)09506000134352(10)LOT7(21)${serial}`,
  },
  {
    name: "EPC URN",
    scheme: "gs1",
    text: (serial) => `urn:epc:id:sgtin:9506000.013435.${serial}`,
  },
  { name: "handle", scheme: "handle", text: (serial) => `88.101.0042/pump-${serial}` },
  { name: "DOI", scheme: "handle", text: (serial) => `https://doi.org/10.1000/ABC.${serial}` },
  { name: "OID", scheme: "oid", text: (serial) => `1.3.6.1.4.1.32473.7.${serial}` },
  { name: "DID", scheme: "did", text: (serial) => `did:web:acme-pumps.example:asset:${serial}` },
  {
    name: "AAS asset id",
    scheme: "aas",
    text: (serial) => `aas:BPNL00000000ACME/serialNumber/P%2F${serial}`,
  },
  { name: "UUID", scheme: "uuid", text: (serial) => `urn:uuid:${uuidOf(serial)}` },
  { name: "URI", scheme: "uri", text: (serial) => `https://acme-pumps.example/assets/${serial}` },
];

/** Texts made beforehand: making them must not count. */
const variety = 1_024;
const textsOf = ({ text }: Form): readonly string[] => Array.from({ length: variety }, (_, n) => text(n));

export function benchIdentifiers(): Section {
  const yardstick = "new URL(a GS1 Digital Link)";
  const [first] = forms;
  const links = first === undefined ? [] : textsOf(first);
  const rates = measure([
    { name: yardstick, run: (turn) => new URL(links[turn % variety] ?? "").pathname },
    { name: "a mix: each of the forms below in turn", run: reading(mixed()) },
    ...forms.map((form) => {
      expectScheme(form);
      return { name: form.name, run: reading(textsOf(form)) };
    }),
  ]);
  const base = rates.get(yardstick) ?? Number.NaN;
  return {
    title: "Identifiers: text to canonical form",
    note: "per second of processor time; the yardstick is Node's own URL parser on the Digital Links",
    figures: [...rates].map(([name, rate]) =>
      name === yardstick ? figure(name, "texts", rate) : figure(name, "texts", rate, { URL: base }),
    ),
  };
}

function reading(texts: readonly string[]): (turn: number) => string {
  return (turn) => parseIdentifier(texts[turn % texts.length] ?? "").canonical;
}

function mixed(): readonly string[] {
  return Array.from({ length: variety }, (_, serial) => forms[serial % forms.length]?.text(serial) ?? "");
}

/** A form that is read as something else would be measured under the wrong name. */
function expectScheme({ name, scheme, text }: Form): void {
  const read = parseIdentifier(text(1)).scheme;
  if (read !== scheme) throw new Error(`${name} is read as ${read}`);
}
