/** Writes ZIP archives byte by byte, so that tests can make the ones that no proper tool would write. */
import { crc32, deflateRawSync } from "node:zlib";

export interface ZipEntry {
  readonly name: string;
  readonly content: string | Buffer;
  readonly stored?: boolean;
  /** General purpose bit flag besides UTF-8. */
  readonly flags?: number;
  /** What the headers claim; the truth unless given. */
  readonly claimedSize?: number;
  /** Unix mode in the external attributes. */
  readonly mode?: number;
}

const utf8Flag = 0x800;

export function zipArchive(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const header = headerFields(entry);
    const local = Buffer.concat([number(0x04034b50, 4), header.fields, header.name, header.data]);
    directory.push(
      Buffer.concat([
        number(0x02014b50, 4),
        number(0x0314, 2),
        header.fields,
        number(0, 2),
        number(0, 2),
        number(0, 2),
        number(((entry.mode ?? 0o100644) << 16) >>> 0, 4),
        number(offset, 4),
        header.name,
      ]),
    );
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.concat([
    number(0x06054b50, 4),
    number(0, 2),
    number(0, 2),
    number(entries.length, 2),
    number(entries.length, 2),
    number(central.length, 4),
    number(offset, 4),
    number(0, 2),
  ]);
  return Buffer.concat([...locals, central, end]);
}

/** The fields that local header and directory have in common, from "version needed" to "extra field length". */
function headerFields(entry: ZipEntry): { fields: Buffer; name: Buffer; data: Buffer } {
  const content = Buffer.from(entry.content);
  const data = entry.stored ? content : deflateRawSync(content);
  const name = Buffer.from(entry.name, "utf8");
  const fields = Buffer.concat([
    number(20, 2),
    number(utf8Flag | (entry.flags ?? 0), 2),
    number(entry.stored ? 0 : 8, 2),
    number(0, 4),
    number(crc32(content), 4),
    number(data.length, 4),
    number(entry.claimedSize ?? content.length, 4),
    number(name.length, 2),
    number(0, 2),
  ]);
  return { fields, name, data };
}

function number(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntLE(value, 0, bytes);
  return buffer;
}

const origin = "http://admin-shell.io/aasx/relationships/aasx-origin";
const spec = "http://admin-shell.io/aasx/relationships/aas-spec";

export function relationships(type: string, target: string, mode = ""): string {
  return (
    `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
    `<Relationship Id="r1" Type="${type}" Target="${target}"${mode && ` TargetMode="${mode}"`}/></Relationships>`
  );
}

/** The parts of a package with one environment; `also` is added, `specTarget` says where the environment is. */
export function aasxParts(
  environment: string,
  options: { readonly specTarget?: string; readonly part?: string; readonly mode?: string } = {},
): ZipEntry[] {
  const part = options.part ?? "aasx/environment.json";
  return [
    { name: "[Content_Types].xml", content: "<Types/>" },
    { name: "_rels/.rels", content: relationships(origin, "/aasx/aasx-origin", options.mode) },
    { name: "aasx/aasx-origin", content: "Intentionally empty." },
    {
      name: "aasx/_rels/aasx-origin.rels",
      content: relationships(spec, options.specTarget ?? `/${part}`, options.mode),
    },
    { name: part, content: environment },
  ];
}

export function environmentJson(
  ...shells: readonly { readonly idShort: string; readonly globalAssetId: string; readonly kind?: string }[]
): string {
  return JSON.stringify({
    assetAdministrationShells: shells.map(({ idShort, globalAssetId, kind }) => ({
      id: `urn:shell:${idShort}`,
      idShort,
      assetInformation: { assetKind: kind ?? "Instance", globalAssetId },
    })),
  });
}
