/** Answers as JSON. What many of them have in common, such as their authority, is written out once while it is at hand. */
import { contentDigest } from "../http/etag.js";

/** A part as it is written, and what stands for it where it is only to be told from others. */
interface WrittenPart {
  readonly text: string;
  readonly mark: string;
}

/** null for what was not written yet. */
const parts = new WeakMap<object, WrittenPart | null>();

/** Says that a part, which never changes, is one of many answers. */
export function shared<Part extends object>(part: Part): Part {
  parts.set(part, null);
  return part;
}

export interface Written {
  /** As `JSON.stringify` writes it. */
  readonly text: string;
  /** What tells it from others, shorter: shared parts stand in it by their digests. */
  readonly mark: string;
}

/** @param leftOut Name of a member that is not written. */
export function written(answer: object, leftOut?: string): Written {
  let text = "";
  let mark = "";
  for (const [name, value] of Object.entries(answer)) {
    if (value === undefined || name === leftOut) continue;
    const part = partOf(value);
    const before = `${text === "" ? "" : ","}${JSON.stringify(name)}:`;
    text += before + part.text;
    mark += before + part.mark;
  }
  return { text: `{${text}}`, mark: `{${mark}}` };
}

function partOf(value: unknown): WrittenPart {
  const known = typeof value === "object" && value !== null ? parts.get(value) : undefined;
  if (known) return known;
  const text = textOf(value);
  if (known === undefined || typeof value !== "object" || value === null) return { text, mark: text };
  // No JSON begins so: none can be taken for it.
  const part = { text, mark: `#${contentDigest(text)}` };
  parts.set(value, part);
  return part;
}

function textOf(value: unknown): string {
  if (value === null || typeof value === "boolean") return String(value);
  return Array.isArray(value) && value.length === 0 ? "[]" : JSON.stringify(value);
}
