/** JSON Lines: one object a line, with the fields of the CSV columns, several identifiers and several links. */
import { createReadStream } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { unreadable } from "../digest.js";
import { ImportError } from "../errors.js";
import { badRow, type ImportRow, problemOf, rowProblem } from "../row.js";
import { parseJson, utf8 } from "../textFile.js";
import { columnLink, type TableContext, type TableEntry, tableRow } from "./entry.js";

const maximumLineBytes = 1024 * 1024;
const lineFeed = 0x0a;

const text = z.string().trim().default("");
const lineSchema = z
  .strictObject({
    identifier: text,
    identifiers: z.array(z.string().trim().min(1)).default([]),
    scheme: text,
    owner: text,
    kind: text,
    name: text,
    content_digest: text,
    content_file: text,
    media_type: text,
    content_uri: text,
    link: text,
    link_rel: text,
    link_title: text,
    link_type: text,
    links: z
      .array(z.strictObject({ href: z.string().trim().min(1), rel: text, title: text, type: text }))
      .default([]),
  })
  .transform((line): TableEntry => {
    const link = { href: line.link, rel: line.link_rel, title: line.link_title, type: line.link_type };
    return {
      identifiers: line.identifier === "" ? line.identifiers : [line.identifier, ...line.identifiers],
      scheme: line.scheme,
      owner: line.owner,
      kind: line.kind,
      name: line.name,
      contentDigest: line.content_digest,
      contentFile: line.content_file,
      mediaType: line.media_type,
      contentUri: line.content_uri,
      links: [...columnLink(link), ...line.links],
    };
  });

/** @throws ImportError `IMPORT_FILE_UNREADABLE` */
export async function* jsonlRows(path: string, owner: string | undefined): AsyncGenerator<ImportRow> {
  const context = { folder: dirname(path), owner };
  let line = 0;
  for await (const bytes of lines(path)) {
    line += 1;
    const row = await lineRow(bytes, context, line);
    if (row !== undefined) yield row;
  }
}

async function lineRow(
  bytes: Uint8Array | "too long",
  context: TableContext,
  line: number,
): Promise<ImportRow | undefined> {
  const place = `line ${line}`;
  if (bytes === "too long") {
    return badRow(line, place, "", rowProblem(`The line has more than ${maximumLineBytes} bytes.`));
  }
  try {
    const content = utf8(bytes, "The line");
    if (content.trim() === "") return undefined;
    const parsed = lineSchema.safeParse(parseJson(content, "The line"));
    if (parsed.success) return await tableRow(parsed.data, context, line);
    const [issue] = parsed.error.issues;
    return badRow(line, place, "", rowProblem(`${issue?.path.join(".") || "The line"}: ${issue?.message}.`));
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    return badRow(line, place, "", problemOf(error));
  }
}

/** The file's lines as bytes. A line over the limit is not kept, only told. */
async function* lines(path: string): AsyncGenerator<Uint8Array | "too long"> {
  let parts: Buffer[] = [];
  let size = 0;
  const take = (): Uint8Array | "too long" => {
    const line = size > maximumLineBytes ? "too long" : Buffer.concat(parts);
    parts = [];
    size = 0;
    return line;
  };
  const keep = (part: Buffer): void => {
    size += part.length;
    if (size <= maximumLineBytes) parts.push(part);
    else parts = [];
  };
  for await (const chunk of bytesOf(path)) {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      keep(chunk.subarray(start, end));
      yield take();
      start = end + 1;
    }
    keep(chunk.subarray(start));
  }
  if (size > 0) yield take();
}

async function* bytesOf(path: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(path)) {
      if (Buffer.isBuffer(chunk)) yield chunk;
    }
  } catch (cause) {
    throw unreadable(path, cause);
  }
}
