/**
 * Writes `services/ledger/events/decoders.ts`: for each event of the ledger's interfaces its type and a decoder that cuts
 * the fields out of the log's hex by position. That is many times faster than interpreting the ABI for each log, and what
 * an event means stays in one place, the Solidity interface.
 *
 * Runs on the compiler's artifacts with `node scripts/generate-decoders.ts`, before TypeScript is built.
 */
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Interface } from "ethers";
import { z } from "zod";

const root = join(import.meta.dirname, "..");
const output = join(root, "services/ledger/events/decoders.ts");

const sources = {
  parties: "identity/IPartyRegistry",
  namespaces: "identifiers/INamespaceRegistry",
  identifiers: "identifiers/IIdentifierRegistry",
  batches: "identifiers/IBatchRegistry",
  sealedRecords: "identifiers/ISealedRegistry",
  twins: "twins/ITwinRegistry",
  twinTerms: "twins/ITwinTerms",
  twinLineage: "twins/ITwinLineage",
  twinComposition: "twins/ITwinComposition",
  groups: "rights/IPartyGroups",
  rights: "rights/IDataRights",
  quotas: "rights/IUsageQuotas",
  supervision: "supervision/ISupervision",
  evidence: "evidence/IEvidenceRegistry",
  attestations: "identity/IPartyAttestations",
  relations: "identity/IPartyRelations",
};

/** Events that say nothing about the state which the index keeps. */
const leftOut = new Set(["MetadataUpdate", "BatchMetadataUpdate", "Unlocked"]);

/** Events of standards that share a name with others: their names here. */
const aliases: Readonly<Record<string, string>> = {
  "quotas.Transfer": "UnitsMoved",
  "quotas.Approval": "AllowanceSet",
};

/** User-defined value types of the contracts that are types of the domain model too. */
const valueTypes = new Set([
  "SchemeId",
  "NamespaceId",
  "RecordId",
  "BatchId",
  "Seal",
  "SealedId",
  "TwinId",
  "GrantId",
  "AttestationId",
  "TermsId",
  "GroupId",
  "ProposalId",
]);

interface Parameter {
  name: string;
  type: string;
  internalType: string;
  indexed?: boolean | undefined;
  components?: Parameter[] | undefined;
}

const parameterSchema: z.ZodType<Parameter> = z.lazy(() =>
  z.object({
    name: z.string().min(1),
    type: z.string(),
    internalType: z.string(),
    indexed: z.boolean().optional(),
    components: z.array(parameterSchema).optional(),
  }),
);
const eventSchema = z.object({
  type: z.literal("event"),
  name: z.string(),
  anonymous: z.literal(false),
  inputs: z.array(parameterSchema),
});
const artifactSchema = z.object({ abi: z.array(z.looseObject({ type: z.string() })) });

interface LedgerEvent {
  name: string;
  topic: string;
  inputs: Parameter[];
  contracts: string[];
}

/** What a field becomes: its TypeScript type, its place in a log, and the reader in `words.ts` that takes it out. */
interface Field {
  type: string;
  /** Words that it takes in the head. */
  size: number;
  dynamic: boolean;
  read: (text: string, base: string, at: string) => string;
}

const tuples = new Map<string, { type: string; body: string }>();
const brands = new Set<string>();

const brand = (name: string): string => {
  brands.add(name);
  return name;
};

function bytesType(parameter: Parameter): string {
  if (parameter.type !== "bytes32") return "Hex";
  if (valueTypes.has(parameter.internalType)) return brand(parameter.internalType);
  return /digest$/i.test(parameter.name) ? brand("Digest") : "Hex";
}

function fieldOf(parameter: Parameter): Field {
  const { type } = parameter;
  const fixed = (typeName: string, reader: string, ...more: string[]): Field => ({
    type: typeName,
    size: 1,
    dynamic: false,
    read: (text, _base, at) => `${reader}(${[text, at, ...more].join(", ")})`,
  });
  const behind = (typeName: string, reader: string): Field => ({
    type: typeName,
    size: 1,
    dynamic: true,
    read: (text, base, at) => `${reader}(${text}, ${base}, ${at})`,
  });

  const element = /^(.*)\[\]$/.exec(type)?.[1];
  if (element !== undefined) return arrayField(parameter, element);
  if (type === "address") return fixed(brand("Address"), "readAddress");
  if (type === "bool") return fixed("boolean", "readBoolean");
  if (type === "string") return behind("string", "readString");
  if (type === "bytes") return behind("Hex", "readBytes");
  const uint = /^uint(\d+)$/.exec(type);
  if (uint) {
    const bits = Number(uint[1]);
    return bits <= 48
      ? fixed("number", "readNumber", String(bits))
      : fixed("bigint", "readBigint", String(bits));
  }
  const bytes = /^bytes(\d+)$/.exec(type);
  if (bytes) {
    const typeName = bytesType(parameter);
    return fixed(
      typeName,
      typeName === "Hex" ? "readFixedBytes" : `readFixedBytes<${typeName}>`,
      bytes[1] ?? "",
    );
  }
  if (type === "tuple") return tupleField(parameter);
  throw new Error(`The generator knows no decoder for ${type} (${parameter.name}): add one.`);
}

/** An array of values that take one word each. */
function arrayField(parameter: Parameter, type: string): Field {
  const internalType = parameter.internalType.replace(/\[\]$/, "");
  const element = fieldOf({ ...parameter, type, internalType });
  if (element.dynamic || element.size !== 1)
    throw new Error(`The generator knows no decoder for arrays of ${type} (${parameter.name}): add one.`);
  return {
    type: `readonly ${element.type}[]`,
    size: 1,
    dynamic: true,
    read: (text, base, at) =>
      `readWords(${text}, ${base}, ${at}, (position) => ${element.read(text, base, "position")})`,
  };
}

function tupleField(parameter: Parameter): Field {
  const name = parameter.internalType.replace(/^struct /, "").replaceAll(".", "");
  const components = parameter.components ?? [];
  const fields = components.map(fieldOf);
  const size = fields.reduce((sum, field) => sum + field.size, 0);
  const dynamic = fields.some((field) => field.dynamic);
  tuples.set(name, {
    type: `export interface ${name} {\n${members(components)}\n}`,
    body: [
      `function read${name}(data: string, base: number): ${name} {`,
      `  expectWords(data, base, ${size});`,
      "  return {",
      ...assignments(components, "data", "base"),
      "  };",
      "}",
    ].join("\n"),
  });
  return {
    type: name,
    size: dynamic ? 1 : size,
    dynamic,
    read: (text, base, at) => `read${name}(${text}, ${dynamic ? `follow(${text}, ${base}, ${at})` : at})`,
  };
}

function members(parameters: Parameter[]): string {
  return parameters
    .map((parameter) => `  readonly ${parameter.name}: ${fieldOf(parameter).type};`)
    .join("\n");
}

/** One line a parameter of a data region that starts at `base`, a position in characters. */
function assignments(parameters: Parameter[], text: string, base: string): string[] {
  let words = 0;
  return parameters.map((parameter) => {
    const field = fieldOf(parameter);
    const at =
      words === 0 ? base : /^\d+$/.test(base) ? String(Number(base) + words * 64) : `${base} + ${words * 64}`;
    words += field.size;
    return `    ${parameter.name}: ${field.read(text, base, at)},`;
  });
}

async function collect(): Promise<LedgerEvent[]> {
  const events = new Map<string, LedgerEvent>();
  for (const [contract, source] of Object.entries(sources)) {
    const name = source.slice(source.lastIndexOf("/") + 1);
    const path = join(root, `artifacts/contracts/${source}.sol/${name}.json`);
    const { abi } = artifactSchema.parse(JSON.parse(await readFile(path, "utf8")));
    for (const fragment of abi) {
      if (fragment.type !== "event") continue;
      const event = eventSchema.parse(fragment);
      if (leftOut.has(event.name)) continue;
      const topic = Interface.from([fragment]).getEvent(event.name)?.topicHash;
      if (topic === undefined) throw new Error(`No topic for ${event.name}`);
      const eventName = aliases[`${contract}.${event.name}`] ?? event.name;
      const known = events.get(eventName);
      if (known !== undefined && known.topic !== topic) throw new Error(`Two events are called ${eventName}`);
      if (known) known.contracts.push(contract);
      else events.set(eventName, { name: eventName, topic, inputs: event.inputs, contracts: [contract] });
    }
  }
  return [...events.values()];
}

function eventCode(event: LedgerEvent): string {
  const contracts = event.contracts.map((contract) => `"${contract}"`).join(" | ");
  const indexed = event.inputs.filter((input) => input.indexed);
  const plain = event.inputs.filter((input) => !input.indexed);
  const words = plain.reduce((sum, input) => sum + fieldOf(input).size, 0);
  const reserved = event.inputs.find((input) => input.name === "event" || input.name === "contract");
  if (reserved) throw new Error(`${event.name}.${reserved.name} hides what every event has`);
  const fromTopics = indexed.map((input, position) => {
    const field = fieldOf(input);
    if (field.dynamic || field.size !== 1)
      throw new Error(`${event.name}.${input.name}: only its hash is in the log`);
    return `    ${input.name}: ${field.read(`topic(topics, ${position + 1})`, "2", "2")},`;
  });
  return [
    `export interface ${event.name} {`,
    `  readonly event: "${event.name}";`,
    `  readonly contract: ${contracts};`,
    members(event.inputs),
    "}",
    "",
    `function decode${event.name}(contract: ${contracts}, topics: readonly string[], data: string): ${event.name} {`,
    `  expectTopics(topics, ${indexed.length + 1});`,
    `  expectWords(data, 2, ${words});`,
    "  return {",
    `    event: "${event.name}",`,
    "    contract,",
    ...fromTopics,
    ...assignments(plain, "data", "2"),
    "  };",
    "}",
  ].join("\n");
}

function tableCode(events: LedgerEvent[]): string {
  const lines = ["export const decoders: Readonly<Record<ContractName, ReadonlyMap<string, Decoder>>> = {"];
  for (const contract of Object.keys(sources)) {
    lines.push(`  ${contract}: new Map<string, Decoder>([`);
    for (const event of events.filter(({ contracts }) => contracts.includes(contract))) {
      lines.push(
        `    ["${event.topic}", (topics, data) => decode${event.name}("${contract}", topics, data)],`,
      );
    }
    lines.push("  ]),");
  }
  return [...lines, "};"].join("\n");
}

/** The other way: by the names that events have here, which some contracts' do not. */
function topicsCode(events: LedgerEvent[]): string {
  const lines = [
    'export const eventTopics: Readonly<Record<ContractName, ReadonlyMap<LedgerEvent["event"], string>>> = {',
  ];
  for (const contract of Object.keys(sources)) {
    lines.push(`  ${contract}: new Map<LedgerEvent["event"], string>([`);
    for (const event of events.filter(({ contracts }) => contracts.includes(contract)))
      lines.push(`    ["${event.name}", "${event.topic}"],`);
    lines.push("  ]),");
  }
  return [...lines, "};"].join("\n");
}

const events = await collect();
const eventParts = events.map(eventCode);
const tupleParts = [...tuples.values()].flatMap(({ type, body }) => [type, body]);
const union = ["export type LedgerEvent =", ...events.map(({ name }) => `  | ${name}`)].join("\n");
const decoderType = "type Decoder = (topics: readonly string[], data: string) => LedgerEvent;";
const body = [
  ...tupleParts,
  ...eventParts,
  `${union};`,
  decoderType,
  tableCode(events),
  topicsCode(events),
].join("\n\n");
const readers = [
  ...new Set(
    body.match(
      /\b(?:read(?:Address|Boolean|String|Bytes|Number|Bigint|FixedBytes|Words)|follow|topic|expectTopics|expectWords)(?=[(<])/g,
    ),
  ),
].sort();

const text = [
  "// Generated from the Solidity interfaces by scripts/generate-decoders.ts: do not edit.",
  `import type { ${[...brands].sort().join(", ")} } from "../../store/model.js";`,
  'import type { ContractName } from "../deployment/deployment.js";',
  'import type { Hex } from "../hex.js";',
  `import { ${readers.join(", ")} } from "./words.js";`,
  "",
  body,
  "",
].join("\n");

// Whole or not at all: a build that was interrupted leaves no half file behind.
await writeFile(`${output}.partial`, text);
await rename(`${output}.partial`, output);
