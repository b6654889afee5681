/** Refusals of credentials, which protocols have no words of their own for: they go out as problem documents, with a challenge. */
import type { CadastreError } from "../../errors/cadastreError.js";
import { problemKind } from "../http/catalogue.js";

/** Whether it is about who asks. */
export function isAboutCaller({ code }: CadastreError): boolean {
  const status = problemKind(code)?.status;
  return status === 401 || status === 403 || status === 429 || code === "RESOLVER_CALLER_UNCHECKED";
}
