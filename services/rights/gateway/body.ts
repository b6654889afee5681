/** A request's body as it is sent, which the proof of its holder covers: read whole, before anything is done with it. */
import type { IncomingMessage } from "node:http";
import { CapabilityError } from "../capabilities/errors.js";
import { boundedBytes } from "../requests/boundedBytes.js";

/**
 * Nothing is read beyond the bound.
 * @throws CapabilityError CAPABILITY_BODY_TOO_LARGE, CAPABILITY_BODY_ENCODED, CAPABILITY_UNPROVEN for one that breaks off.
 */
export async function readBody(req: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const { "content-length": length, "transfer-encoding": transfer, "content-encoding": coding } = req.headers;
  const isEmpty = Number(length ?? 0) === 0 && transfer === undefined;
  if (!isEmpty && req.readableDidRead)
    throw new Error(
      "The gateway has to stand before whatever reads bodies: it proves them, and has them as bodyOf.",
    );
  if (!isEmpty && coding !== undefined && coding !== "identity")
    throw new CapabilityError("CAPABILITY_BODY_ENCODED", "The body is compressed.", {
      hint: "Send it without Content-Encoding.",
    });
  if (Number(length ?? 0) > maxBytes) throw tooLarge(maxBytes);
  return isEmpty ? new Uint8Array() : await bytesOf(req, maxBytes);
}

async function bytesOf(req: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const bytes = await boundedBytes(req, maxBytes).catch((cause: unknown) => {
    throw new CapabilityError("CAPABILITY_UNPROVEN", "The body breaks off.", {
      hint: "Send it whole.",
      cause,
    });
  });
  if (bytes === null) throw tooLarge(maxBytes);
  return bytes;
}

const tooLarge = (maxBytes: number): CapabilityError =>
  new CapabilityError("CAPABILITY_BODY_TOO_LARGE", `The body has more than ${maxBytes} bytes.`, {
    hint: "Send it in parts, where the provider takes those.",
  });
