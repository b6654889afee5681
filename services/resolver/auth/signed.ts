/** Who has signed a request, for what must be a party's own word. */
import { ResolverError } from "../errors.js";
import type { Caller, KnownCaller } from "./caller.js";

/** @throws ResolverError RESOLVER_SIGNATURE_REQUIRED for nobody, and for a session. */
export function signedBy(caller: Caller): KnownCaller {
  if (caller.kind === "party" && caller.via === "signature") return caller;
  throw new ResolverError(
    "RESOLVER_SIGNATURE_REQUIRED",
    "This takes a request that a party's key has signed.",
    {
      hint: "Sign it, with its body: `Authorization: Cadastre-Signature`, see docs/api.md; or use the command line.",
    },
  );
}
