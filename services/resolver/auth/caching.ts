/** How long an answer is kept that may differ from caller to caller. */
import type { Caller } from "./caller.js";

/**
 * A cache asks each time, as any block may change the answer; what one caller may see is kept by nobody else.
 * @param vary Other headers of the request on which the answer hangs.
 */
export function revalidatedFor(caller: Caller, ...vary: readonly string[]) {
  return {
    "cache-control": caller.kind === "anonymous" ? "no-cache" : "private, no-cache",
    vary: [...vary, "Authorization"].join(", "),
  };
}
