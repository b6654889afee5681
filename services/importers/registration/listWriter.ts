/** Writes a list line by line, with its hash, its number of members and, beside it, the line of the file that each comes from. */
import { createHash } from "node:crypto";
import { appendFile, open, writeFile } from "node:fs/promises";
import { toDigest } from "../../ledger/hex.js";
import type { Digest } from "../../store/model.js";
import { type ListHead, listHeader } from "../list/listFile.js";

export interface WrittenList {
  readonly file: string;
  /** SHA-256 of the file. */
  readonly manifest: Digest;
  readonly count: number;
}

/** Where the lines of a list's members stand: 4 bytes each, the lowest first. */
export const linesFile = (file: string): string => `${file}.lines`;

const flushAt = 256 * 1024;

/** Keeps no file open: a table may have identifiers of thousands of namespaces. */
export class ListWriter {
  readonly #file: string;
  readonly #hash = createHash("sha256");
  #text = "";
  #places: number[] = [];
  #count = 0;

  private constructor(file: string, { scheme, links }: ListHead) {
    this.#file = file;
    this.#text = `${listHeader(scheme, links)}\n`;
  }

  static async open(file: string, head: ListHead): Promise<ListWriter> {
    for (const path of [file, linesFile(file)]) await writeFile(path, "");
    return new ListWriter(file, head);
  }

  /** Whether {@link flush} is due. */
  get isFull(): boolean {
    return this.#text.length >= flushAt;
  }

  add(canonical: string, line: number): void {
    this.#text += `${canonical}\n`;
    this.#places.push(line);
    this.#count += 1;
  }

  async flush(): Promise<void> {
    const text = Buffer.from(this.#text, "utf8");
    const lines = Buffer.from(Uint32Array.from(this.#places).buffer);
    this.#text = "";
    this.#places = [];
    this.#hash.update(text);
    await appendFile(this.#file, text);
    await appendFile(linesFile(this.#file), lines);
  }

  async close(): Promise<WrittenList> {
    await this.flush();
    const handle = await open(this.#file, "r+");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    return {
      file: this.#file,
      manifest: toDigest(`0x${this.#hash.digest("hex")}`),
      count: this.#count,
    };
  }
}
