import { z } from "zod";
import { Child } from "../child.js";
import type { ServerSettings } from "./serverSettings.js";

/** A server under measurement. */
export interface HttpContender {
  readonly url: string;
  /** Microseconds of processor time that it has used, all its threads together. */
  cpu(): Promise<number>;
  stop(): Promise<void>;
  /** Ends it as the loss of power would. */
  kill(): Promise<void>;
}

export async function startContender(settings: ServerSettings): Promise<HttpContender> {
  const child = new Child(new URL("./server.js", import.meta.url), settings);
  return {
    url: await child.ask("url", z.string()),
    cpu: () => child.ask("cpu", z.number()),
    stop: () => child.stop(),
    kill: () => child.kill(),
  };
}
