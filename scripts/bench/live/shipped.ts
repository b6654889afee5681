/** The resolver as it is shipped, follower and all, in a process of its own. */
import { z } from "zod";
import { Child } from "../child.js";
import type { HttpContender } from "../http/contender.js";
import type { BusyChain } from "../index/chain.js";

const healthSchema = z.looseObject({ lag: z.number().nullable() });

/** Milliseconds; longer than a backfill takes. */
const patience = 600_000;

type Settings = Readonly<Record<string, string>>;

/** Each answer is worked out anew: how many fit into its memory tells nothing of what one costs. */
export const workingOut: Settings = { CADASTRE_ANSWER_MEMORY: "0" };

/**
 * @param store folder of its index; made where there is none.
 * @param otherwise what is not as it is shipped.
 */
export async function startShipped(
  chain: BusyChain,
  store: string,
  otherwise: Settings = {},
): Promise<HttpContender> {
  const settings = { ...settingsOf(chain, store), ...otherwise };
  const child = new Child(new URL("./resolver.js", import.meta.url), settings);
  return {
    url: await child.ask("url", z.string()),
    cpu: () => child.ask("cpu", z.number()),
    stop: () => child.stop(),
    kill: () => child.kill(),
  };
}

function settingsOf({ rpcUrl, deploymentFile }: BusyChain, store: string): Settings {
  return {
    CADASTRE_RPC_URL: rpcUrl,
    CADASTRE_DEPLOYMENT: deploymentFile,
    CADASTRE_STORE: store,
    CADASTRE_FINALITY: "depth:64",
    CADASTRE_PORT: "0",
    CADASTRE_LOG_LEVEL: "error",
  };
}

/** Blocks that the index is behind; null before it knows. */
export async function lagOf(url: string): Promise<number | null> {
  const response = await fetch(`${url}/readyz`);
  return healthSchema.parse(await response.json()).lag;
}

export async function untilLag(url: string, holds: (lag: number | null) => boolean): Promise<void> {
  const end = performance.now() + patience;
  while (!holds(await lagOf(url))) {
    if (performance.now() > end) throw new Error("The index does not come along");
  }
}
