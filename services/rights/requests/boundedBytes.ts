/** The bytes of a request's body, read whole, and nothing beyond a bound. */
import type { IncomingMessage } from "node:http";

/**
 * @returns null where there are more than `maxBytes`: the rest is left unread.
 * @throws what the stream does where the body breaks off.
 */
export async function boundedBytes(req: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let received = 0;
  // The answer needs the connection that the request came by, also where the rest of the body is left unread.
  for await (const chunk of req.iterator({ destroyOnReturn: false })) {
    received += chunk.length;
    if (received > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
