/** `/v1/vault`: what owners entrust to the resolver, which the ledger has no more than commitments of. */
import type { Route } from "../http/route.js";
import type { Service } from "../service.js";
import { contentRoutes } from "./contentRoutes.js";
import { granteeRoutes } from "./granteeRoutes.js";
import { linkRoutes } from "./linkRoutes.js";
import { secretRoutes } from "./secretRoutes.js";
import { shownLinksRoute } from "./shownRoute.js";

export function vaultRoutes(service: Service): readonly Route[] {
  return [
    shownLinksRoute(service),
    ...linkRoutes(service),
    ...secretRoutes(service),
    ...contentRoutes(service),
    ...granteeRoutes(service),
  ];
}
