/** One entry of a table, from its named fields to a row: what CSV and JSON Lines have in common. */
import { realpath } from "node:fs/promises";
import { basename, isAbsolute, relative, resolve, sep } from "node:path";
import {
  type LedgerIdentifier,
  ledgerSchemes,
  type Scheme,
  selfAssertedSchemes,
} from "../../identifiers/identifier.js";
import { globalAssetId, isLedgerIdentifier, parseIdentifier } from "../../identifiers/index.js";
import { toDigest } from "../../ledger/hex.js";
import { encodeLinkset } from "../../ledger/linkset.js";
import type { Digest, Linkset, TwinKind } from "../../store/model.js";
import { sha256OfFile } from "../digest.js";
import { ImportError } from "../errors.js";
import { linkRelation, linkTarget } from "../linkset.js";
import { mediaTypeOf } from "../mediaType.js";
import {
  badRow,
  type ImportedTwin,
  type ImportProblem,
  type ImportRow,
  problemOf,
  twinName,
} from "../row.js";

export interface TableLink {
  readonly href: string;
  readonly rel: string;
  readonly title: string;
  readonly type: string;
}

/** Empty text stands for "not given". */
export interface TableEntry {
  readonly identifiers: readonly string[];
  readonly scheme: string;
  readonly owner: string;
  readonly kind: string;
  readonly name: string;
  readonly contentDigest: string;
  readonly contentFile: string;
  readonly mediaType: string;
  readonly contentUri: string;
  readonly links: readonly TableLink[];
}

export interface TableContext {
  /** Folder of the table: content files lie in it or beneath. */
  readonly folder: string;
  /** Owner's segment for identifiers without an authority, where the entry names none. */
  readonly owner: string | undefined;
}

const schemes: readonly Scheme[] = [...ledgerSchemes, ...selfAssertedSchemes];
const maximumLinksetBytes = 8192;
const maximumUriBytes = 2048;
const maximumMediaTypeBytes = 128;

/**
 * Never throws for what the entry holds: each fault is a problem of the row. At once, unless a content file has to be read.
 */
export function tableRow(
  entry: TableEntry,
  context: TableContext,
  line: number,
): ImportRow | Promise<ImportRow> {
  const place = `line ${line}`;
  const label = twinName(entry.name || (entry.identifiers[0] ?? ""));
  const bad = (error: unknown): ImportRow => badRow(line, place, label, problemOf(error));
  try {
    const { identifiers, problems } = readIdentifiers(entry, context.owner);
    const links = readLinks(entry.links);
    const rowWith = (twin: ImportedTwin | undefined): ImportRow => ({
      line,
      place,
      label,
      ...(twin && { twin }),
      ...(links && { links }),
      identifiers,
      problems,
    });
    const twin = readTwin(entry, context.folder, label);
    return twin instanceof Promise ? twin.then(rowWith).catch(bad) : rowWith(twin);
  } catch (error) {
    return bad(error);
  }
}

function readIdentifiers(
  entry: TableEntry,
  fallbackOwner: string | undefined,
): { identifiers: LedgerIdentifier[]; problems: ImportProblem[] } {
  if (entry.identifiers.length === 0 && !entry.contentDigest && !entry.contentFile) {
    throw new ImportError("IMPORT_ROW_INVALID", "The entry has neither an identifier nor a content.");
  }
  const scheme = readScheme(entry.scheme);
  const owner = entry.owner || fallbackOwner;
  const identifiers: LedgerIdentifier[] = [];
  const problems: ImportProblem[] = [];
  for (const text of entry.identifiers) {
    try {
      identifiers.push(ledgerIdentifier(text, scheme, owner));
    } catch (error) {
      problems.push(problemOf(error));
    }
  }
  return { identifiers, problems };
}

function readScheme(text: string): Scheme | undefined {
  if (text === "") return undefined;
  const scheme = schemes.find((known) => known === text.toLowerCase());
  if (scheme !== undefined) return scheme;
  throw new ImportError("IMPORT_ROW_INVALID", `"${text}" is not an identifier scheme.`, {
    hint: `Leave it empty or use one of ${schemes.join(", ")}.`,
  });
}

/**
 * An identifier that can be registered: UUIDs, URIs and others without an authority become asset ids of their owner.
 * @throws IdentifierError; ImportError `IMPORT_OWNER_MISSING`
 */
export function ledgerIdentifier(
  text: string,
  scheme: Scheme | undefined,
  owner: string | undefined,
): LedgerIdentifier {
  const identifier = parseIdentifier(text, scheme === undefined ? {} : { scheme });
  if (isLedgerIdentifier(identifier)) return identifier;
  if (owner !== undefined) return globalAssetId(owner, identifier.canonical);
  throw new ImportError("IMPORT_OWNER_MISSING", `"${text}" has no issuing authority, so it needs an owner.`, {
    hint: "Name the owner's segment, such as its BPN or its domain: column owner, or --owner.",
  });
}

function readTwin(
  entry: TableEntry,
  folder: string,
  label: string,
): ImportedTwin | undefined | Promise<ImportedTwin> {
  const kind = readKind(entry.kind);
  const given = entry.contentDigest === "" ? undefined : parseDigest(entry.contentDigest);
  if (given === undefined && entry.contentFile === "") return undefined;
  const mediaType = entry.mediaType || (entry.contentFile && mediaTypeOf(entry.contentFile));
  bounded(entry.contentUri, maximumUriBytes, "content_uri");
  bounded(mediaType, maximumMediaTypeBytes, "media_type");
  const twinOf = (digest: Digest): ImportedTwin => {
    const name = label || basename(entry.contentFile) || digest;
    return { digest, kind, name, mediaType, uri: entry.contentUri };
  };
  if (given !== undefined && entry.contentFile === "") return twinOf(given);
  return digestOfContent(folder, entry.contentFile, given).then(twinOf);
}

async function digestOfContent(folder: string, file: string, given: Digest | undefined): Promise<Digest> {
  const computed = await sha256OfFile(await contentPath(folder, file));
  if (given === undefined || given === computed) return computed;
  throw new ImportError("IMPORT_CONTENT_FILE", `The digest given is not that of "${file}".`, {
    hint: "Leave content_digest empty to have it computed.",
    details: { given, computed },
  });
}

/**
 * SHA-256 as 64 hexadecimal digits, with or without `0x` or `sha256:` in front.
 * @throws ImportError `IMPORT_ROW_INVALID`
 */
export function parseDigest(text: string): Digest {
  const digits = text.toLowerCase().replace(/^(?:0x|sha-?256:)/, "");
  if (/^[0-9a-f]{64}$/.test(digits)) return toDigest(`0x${digits}`);
  throw new ImportError("IMPORT_ROW_INVALID", `"${text}" is not a SHA-256 digest.`, {
    hint: "Give 64 hexadecimal digits, as sha256sum prints them.",
  });
}

/** A table may come from anywhere: it must not make its reader publish digests of files elsewhere on the machine. */
async function contentPath(folder: string, file: string): Promise<string> {
  const path = resolve(folder, file);
  try {
    const real = await realpath(path);
    const inside = relative(await realpath(folder), real);
    if (inside !== "" && inside !== ".." && !inside.startsWith(`..${sep}`) && !isAbsolute(inside))
      return real;
  } catch {
    throw new ImportError("IMPORT_CONTENT_FILE", `The content file "${file}" is not there.`, {
      hint: "Give its path relative to the table's folder.",
    });
  }
  throw new ImportError(
    "IMPORT_CONTENT_FILE",
    `The content file "${file}" lies outside the table's folder.`,
    {
      hint: "Put it beside the table.",
    },
  );
}

function readKind(text: string): TwinKind {
  const kind = text.toLowerCase();
  if (kind === "" || kind === "instance") return "instance";
  if (kind === "type") return "type";
  throw new ImportError("IMPORT_ROW_INVALID", `"${text}" is not a kind of twin.`, {
    hint: "Use type or instance.",
  });
}

/** The link of a row's own columns: none where they are all empty. */
export function columnLink(link: TableLink): readonly TableLink[] {
  return Object.values(link).some((text) => text !== "") ? [link] : [];
}

function readLinks(links: readonly TableLink[]): Linkset | undefined {
  if (links.length === 0) return undefined;
  // A map: relations may be named as members that every object has.
  const relations = new Map<string, Linkset[string]>();
  for (const { href, rel, title, type } of links) {
    if (href === "") {
      throw new ImportError("IMPORT_ROW_INVALID", "The row describes a link but has none.", {
        hint: "Fill in link, or leave link_rel, link_title and link_type empty too.",
      });
    }
    const target = linkTarget(href, { ...(title && { title }), ...(type && { type }) });
    const relation = linkRelation(rel);
    relations.set(relation, [...(relations.get(relation) ?? []), target]);
  }
  const linkset: Linkset = Object.fromEntries(relations);
  if (encodeLinkset(linkset).length > maximumLinksetBytes) {
    throw new ImportError("IMPORT_ROW_INVALID", `The links have more than ${maximumLinksetBytes} bytes.`, {
      hint: "Register fewer or shorter links; a linkset may live at a link of its own.",
    });
  }
  return linkset;
}

function bounded(text: string, bytes: number, field: string): void {
  if (Buffer.byteLength(text) <= bytes) return;
  throw new ImportError("IMPORT_ROW_INVALID", `${field} has more than ${bytes} bytes.`);
}
