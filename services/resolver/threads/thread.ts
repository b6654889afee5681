/** Further HTTP threads: each has its own event loop and its own handle on the database, and listens on the same port. */
import { type MessagePort, Worker } from "node:worker_threads";
import { z } from "zod";
import type { FollowerStatus } from "../../index/status.js";
import { letGoWithEnd } from "../../store/holders.js";
import type { SharedAccess } from "../auth/access.js";
import type { ResolverConfig } from "../config.js";
import { ResolverError } from "../errors.js";

/** What a thread is started with: the settings, with the port that the first one has taken. */
export interface ThreadSettings {
  readonly config: ResolverConfig;
  /** Of the thread: no other has it, and the first one, which is none of these, has 0. */
  readonly number: number;
  /** The ledger that the vault is of. */
  readonly ledger: string;
  readonly port: number;
  /** Public address, and whether it was set. */
  readonly baseUrl: string;
  readonly access: SharedAccess;
  readonly status: FollowerStatus;
  /** Over which the access log is written to. */
  readonly log: MessagePort;
}

/** What a thread is told. */
export type Told = { readonly kind: "status"; readonly status: FollowerStatus } | { readonly kind: "stop" };

/** What a thread tells. */
export const tellingSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("listening") }),
  z.object({ kind: z.literal("failed"), message: z.string() }),
]);

export interface HttpThread {
  tell(status: FollowerStatus): void;
  /** Lets requests under way finish; safe to call twice. */
  stop(): Promise<void>;
  /** Why it ended without having been told to; null where it was. */
  readonly ended: Promise<string | null>;
}

/**
 * Starts a thread and waits until it listens. What does not is gone when that is thrown.
 * @throws ResolverError RESOLVER_LISTEN_FAILED
 */
export async function startHttpThread(settings: ThreadSettings): Promise<HttpThread> {
  const worker = new Worker(new URL("./thread.worker.js", import.meta.url), {
    workerData: settings,
    transferList: [settings.log],
    name: "http",
  });
  letGoWithEnd(worker);
  let stopping = false;
  let fault: string | null = null;
  worker.on("error", ({ message }) => {
    fault = message;
  });
  const ended = new Promise<string | null>((resolve) =>
    worker.once("exit", (code) => resolve(stopping ? null : (fault ?? `it ended with code ${code}`))),
  );
  const tell = (told: Told): void => worker.postMessage(told);
  const told = new Promise<string | null>((resolve) =>
    worker.once("message", (message) => {
      const telling = tellingSchema.parse(message);
      resolve(telling.kind === "listening" ? null : telling.message);
    }),
  );
  const failure = await Promise.race([told, ended]);
  if (failure !== null) {
    // What it had opened before it failed would keep it alive.
    await worker.terminate();
    throw failedToStart(failure);
  }
  return {
    tell: (status) => tell({ kind: "status", status }),
    ended,
    async stop() {
      stopping = true;
      tell({ kind: "stop" });
      await ended;
    },
  };
}

function failedToStart(why: string): ResolverError {
  return new ResolverError("RESOLVER_LISTEN_FAILED", `A further HTTP thread could not start: ${why}`, {
    hint: "Several threads on one port need Linux and Node 22.12 or later; set CADASTRE_HTTP_THREADS to 1 elsewhere.",
  });
}
