/** What the real files say, read here without the importers: the end-to-end test compares the resolver with this. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import canonicalize from "canonicalize";
import { z } from "zod";

/** One identifier of a file and what it must resolve to. */
export interface Expected {
  /** Segment of the owner's namespace, such as a BPN. */
  readonly owner: string;
  readonly name: string;
  readonly value: string;
  /** SHA-256 of the twin's content, `0x` hex. */
  readonly digest: string;
}

const sha256 = (bytes: string | Buffer) => `0x${createHash("sha256").update(bytes).digest("hex")}`;

const localIdentifiers = z.array(z.object({ key: z.string(), value: z.string() }));
const withLocals = z.looseObject({ localIdentifiers: localIdentifiers.optional() });

/** Names of local identifiers that tell one asset from another; the others name a model or the maker. */
const unique = ["partInstanceId", "van", "batchId", "jisNumber"];

function expectedOf(
  entry: unknown,
  catenaXId: string,
  locals: z.infer<typeof localIdentifiers>,
  fallback: string,
) {
  const owner = locals.find(({ key }) => key === "manufacturerId")?.value ?? fallback;
  const digest = sha256(canonicalize(entry) ?? "");
  const global: Expected = { owner, name: "globalAssetId", value: catenaXId.toLowerCase(), digest };
  const others = locals
    .filter(({ key }) => unique.includes(key))
    .map(({ key, value }): Expected => ({ owner, name: key, value, digest }));
  return [global, ...new Map(others.map((one) => [`${one.name}/${one.value}`, one])).values()];
}

const traceX = z.object({
  assets: z.array(
    z.looseObject({
      assetMetaInfo: z.object({ catenaXId: z.string() }),
      submodels: z.array(z.looseObject({ payload: withLocals })),
    }),
  ),
});

/** The assets of a Trace-X import file. */
export function traceXAssets(file: string, fallback: string): Expected[] {
  return traceX.parse(JSON.parse(readFileSync(file, "utf8"))).assets.flatMap((asset) => {
    const locals = asset.submodels.flatMap(({ payload }) => payload.localIdentifiers ?? []);
    return expectedOf(asset, asset.assetMetaInfo.catenaXId, locals, fallback);
  });
}

const container = z.record(
  z.string(),
  z.array(z.looseObject({ catenaXId: z.string(), bpnl: z.string().optional() })),
);

/** The twins of a Catena-X test data container. */
export function containerTwins(file: string, fallback: string): Expected[] {
  const entries = Object.values(container.parse(JSON.parse(readFileSync(file, "utf8")))).flat();
  return entries.flatMap((entry) => {
    const aspects = Object.values(entry)
      .filter((value) => Array.isArray(value))
      .flat();
    const locals = aspects.flatMap((aspect) => withLocals.parse(aspect).localIdentifiers ?? []);
    return expectedOf(entry, entry.catenaXId, locals, entry.bpnl ?? fallback);
  });
}

/** The asset of an AASX package, whose global asset id is known: its content is the file's bytes. */
export function packageAsset(file: string, owner: string, globalAssetId: string): Expected[] {
  return [{ owner, name: "globalAssetId", value: globalAssetId, digest: sha256(readFileSync(file)) }];
}

/** The first of several with the same name and value keeps it: an identifier stands for one asset. */
export function firstOfEach(all: readonly Expected[]): Expected[] {
  const first = new Map<string, Expected>();
  for (const one of all) {
    const key = `${one.owner}/${one.name}/${one.value}`;
    if (!first.has(key)) first.set(key, one);
  }
  return [...first.values()];
}
