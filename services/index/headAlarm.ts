/**
 * Wakes the follower as soon as the node has a new block, where the node tells of it by WebSocket (`eth_subscribe`). What it says
 * is not believed, nor needed: the follower looks for itself, and so it does without being woken.
 */
import { WebSocket } from "ws";
import { backOff, pause } from "./waiting.js";

export interface HeadAlarm {
  /** Waits, but not longer than until the node tells of a block, has told of one since the last wait, or the signal fires. */
  wait(milliseconds: number): Promise<void>;
}

/** A message names one block's header. */
const maxMessageBytes = 64 * 1024;
const handshakeMilliseconds = 5_000;
const subscription = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_subscribe", params: ["newHeads"] });

/** @param url WebSocket address of the node; null where it has none, which makes of it a plain pause. */
export function headAlarm(url: string | null, signal: AbortSignal): HeadAlarm {
  let waking = new AbortController();
  const ring = (): void => waking.abort();
  signal.addEventListener("abort", ring, { once: true });
  if (url !== null) void keepListening(url, ring, signal);
  return {
    async wait(milliseconds) {
      await pause(milliseconds, waking.signal);
      if (!signal.aborted) waking = new AbortController();
    },
  };
}

async function keepListening(url: string, ring: () => void, signal: AbortSignal): Promise<void> {
  const delays = backOff();
  while (!signal.aborted) {
    if (await listenOnce(url, ring, signal)) delays.reset();
    await pause(delays.next(), signal);
  }
}

/** Listens until the connection ends; says whether there ever was one. */
function listenOnce(url: string, ring: () => void, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    let opened = false;
    const socket = new WebSocket(url, {
      handshakeTimeout: handshakeMilliseconds,
      maxPayload: maxMessageBytes,
      perMessageDeflate: false,
    });
    const end = (): void => socket.terminate();
    signal.addEventListener("abort", end, { once: true });
    socket.on("open", () => {
      opened = true;
      socket.send(subscription);
    });
    socket.on("message", ring);
    // The close that follows tells all that has to be known: the follower's own requests say what is wrong with the node.
    socket.on("error", () => undefined);
    socket.on("close", () => {
      signal.removeEventListener("abort", end);
      resolve(opened);
    });
  });
}
