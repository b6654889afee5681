/** Takes a registration's body in as it comes, onto the disk. */
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ResolverError } from "../errors.js";
import { bodyTooLarge } from "../http/body.js";

/**
 * @returns SHA-256 of the body.
 * @throws ResolverError RESOLVER_BODY_TOO_LARGE, RESOLVER_INVALID_BODY; what the file system says.
 */
export async function received(body: Readable, file: string, mostBytes: number): Promise<string> {
  const hash = createHash("sha256");
  let bytes = 0;
  const bounded = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > mostBytes) throw bodyTooLarge(mostBytes, "Send it in several registrations.");
      hash.update(chunk);
      yield chunk;
    }
  };
  try {
    await pipeline(
      body.iterator({ destroyOnReturn: false }),
      bounded,
      createWriteStream(file, { flush: true }),
    );
  } catch (cause) {
    // What the file system raises says nothing of the body.
    if (cause instanceof ResolverError || !body.readableAborted) throw cause;
    throw new ResolverError("RESOLVER_INVALID_BODY", "The body breaks off.", {
      hint: "Send it again.",
      cause,
    });
  }
  return hash.digest("hex");
}
