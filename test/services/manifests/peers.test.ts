/** Lists from other resolvers, over real HTTP: what one of them sends, or does not, never keeps a list from coming from it later or from another. */

import { readFile, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import express from "express";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { sha256 } from "../../../services/importers/digest.js";
import { ManifestFiles } from "../../../services/manifests/files.js";
import { fetchFromPeers } from "../../../services/manifests/peers.js";
import { temporaryFolder } from "../store/temporary.fixture.js";

const mebibyte = 1024 * 1024;
const list = Buffer.alloc(6 * mebibyte, "01/09506000134352/21/A\n");
const digest = sha256(list);

describe("a list that peers have", () => {
  let files: ManifestFiles;
  let file: string;
  beforeEach(async () => {
    const folder = await temporaryFolder();
    files = await ManifestFiles.open(join(folder, "files"), 32 * mebibyte);
    file = join(folder, "list");
    await writeFile(file, list);
  });

  const fetched = (...peers: readonly string[]) =>
    fetchFromPeers(files, peers, digest, new AbortController().signal);

  /** A peer that answers each request in another way, and from the last one on in the same. */
  async function peer(...answers: readonly RequestListener[]): Promise<string> {
    let asked = 0;
    const server = createServer((req, res) => answers[Math.min(asked++, answers.length - 1)]?.(req, res));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  const withRanges = (): RequestListener =>
    express().get("/v1/manifests/:hash", (_req, res) => res.sendFile(file));
  const withoutRanges: RequestListener = (_req, res) => res.end(list);
  /** Breaks off after so many mebibytes. */
  const breakingOff =
    (bytes: Buffer, after = 5): RequestListener =>
    (_req, res) => {
      res.setHeader("content-length", bytes.length);
      res.write(bytes.subarray(0, after * mebibyte), () => setImmediate(() => res.destroy()));
    };
  const wrong = (size: number) => Buffer.alloc(size * mebibyte, "x");

  it("is gone on with where the peer broke off", async () => {
    const broken = await peer(breakingOff(list), withRanges());
    expect(await fetched(broken)).toBe("begun");
    expect(await fetched(broken)).toBe("held");
    expect(await readFile(files.path(digest))).toEqual(list);
  });

  it("is gone on with also where less than a part of it came in", async () => {
    const slow = await peer(breakingOff(list, 1), withRanges());
    expect(await fetched(slow)).toBe("begun");
    expect(await fetched(slow)).toBe("held");
    expect(await readFile(files.path(digest))).toEqual(list);
  });

  it("is nowhere where no peer has it, or one has bytes without end under its hash", async () => {
    const endless: RequestListener = (_req, res) => {
      res.setHeader("content-length", 2 ** 40);
      res.write(wrong(1));
    };
    const without: RequestListener = (_req, res) => res.writeHead(404).end();
    expect(await fetched(await peer(without), await peer(endless))).toBe("absent");
  });

  it("is begun anew where the peer gives it whole only", async () => {
    const plain = await peer(breakingOff(list), withoutRanges);
    expect(await fetched(plain)).toBe("begun");
    expect(await fetched(plain)).toBe("held");
  });

  it("is begun anew where more came in before than it has", async () => {
    const repaired = await peer(breakingOff(wrong(20), 16), withRanges());
    expect(await fetched(repaired)).toBe("begun");
    expect(await fetched(repaired)).toBe("held");
  });

  it("comes from an honest peer beside one that always begins with other bytes", async () => {
    const honest = await peer(breakingOff(list), withRanges());
    const peers = [await peer(breakingOff(wrong(6))), honest];
    expect(await fetched(...peers)).toBe("begun");
    expect(await fetched(...peers)).toBe("held");
  });

  it("comes beside somebody who brings other bytes over HTTP", async () => {
    await files.take(digest, "put-others-others-others", { offset: 0, bytes: wrong(5), total: list.length });
    expect(await fetched(await peer(withRanges()))).toBe("held");
  });
});
