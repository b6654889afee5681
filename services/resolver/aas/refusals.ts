/** What is not there. */
import { ResolverError } from "../errors.js";

export function unknownShell(id: string): never {
  throw new ResolverError("RESOLVER_UNKNOWN_SHELL", `There is no shell ${shown(id)}.`, {
    hint: "Search by an id of its asset: /lookup/shells.",
  });
}

export function unknownSubmodel(id: string): never {
  throw new ResolverError("RESOLVER_UNKNOWN_SUBMODEL", `There is no submodel ${shown(id)} there.`, {
    hint: "Ask for the submodels of its shell.",
  });
}

const shown = (id: string): string => JSON.stringify(id.slice(0, 200));
