/** Answers as JSON. What many of them have in common, such as their authority, is written out, and its digest taken, once while it is at hand. */
import { Remembered } from "../../store/values.js";
import { contentDigest } from "../http/etag.js";

/** The members of an answer. */
export interface Written {
  /** As `JSON.stringify` writes them, without the braces. */
  readonly members: string;
  /** Says as much in less: a part that is shared stands in it as its digest. */
  readonly essence: string;
}

interface WrittenPart {
  readonly text: string;
  /** Its digest, behind what begins no JSON. */
  readonly mark: string;
}

/** null for what was not written yet. */
const parts = new WeakMap<object, WrittenPart | null>();

/** Says that a part, which never changes, is one of many answers. */
export function shared<Part extends object>(part: Part): Part {
  parts.set(part, null);
  return part;
}

/** @param leftOut Name of a member that is not. */
export function written(answer: object, leftOut?: string): Written {
  let members = "";
  let essence = "";
  for (const [name, value] of Object.entries(answer)) {
    if (value === undefined || name === leftOut) continue;
    const start = `${members === "" ? "" : ","}${quoted(name)}:`;
    const part = partOf(value);
    const text = part?.text ?? textOf(value);
    members += start + text;
    essence += start + (part?.mark ?? text);
  }
  return { members, essence };
}

function quoted(name: string): string {
  const known = names.of(name);
  if (known !== undefined) return known;
  const text = JSON.stringify(name);
  names.keep(name, text);
  return text;
}

/** Answers have few. */
const names = new Remembered<string, string>(100);

/** null for one that is not shared. */
function partOf(value: unknown): WrittenPart | null {
  if (typeof value !== "object" || value === null) return null;
  const known = parts.get(value);
  if (known !== null) return known ?? null;
  const text = JSON.stringify(value);
  const part = { text, mark: `#${contentDigest(text)}` };
  parts.set(value, part);
  return part;
}

function textOf(value: unknown): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (Array.isArray(value) && value.length === 0) return "[]";
  return JSON.stringify(value);
}
