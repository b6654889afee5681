/** How the process tidies up what its answers leave behind. */
import { setFlagsFromString } from "node:v8";

/**
 * Each thread tidies up its young objects alone. V8 would do it with several threads at once, all of which wait for the last one: where
 * every core is at work, that one may not get any for many milliseconds, and nobody is answered meanwhile. Hardly anything of an answer
 * outlives it, so that one thread is done in less than one.
 */
export const tidyUpAlone = (): void => setFlagsFromString("--no-parallel-scavenge");
