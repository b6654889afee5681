/** Settings as they are printed: URLs of nodes carry keys, and what is printed is shown around. */
import { redactUrl } from "../../ledger/chain/url.js";
import type { StoredSettings } from "./settings.js";

export function shown<Settings extends StoredSettings>(all: Settings): Settings {
  const { rpcUrl, resolverUrl } = all;
  return {
    ...all,
    ...(rpcUrl !== undefined && { rpcUrl: redactUrl(rpcUrl) }),
    ...(resolverUrl !== undefined && { resolverUrl: redactUrl(resolverUrl) }),
  };
}
