/** `/v1/vault`: what owners entrust to the resolver, which the ledger has no more than commitments of. */
import type { Route } from "../http/route.js";
import type { Service } from "../service.js";
import { linkRoutes } from "./linkRoutes.js";

export function vaultRoutes(service: Service): readonly Route[] {
  return [...linkRoutes(service)];
}
