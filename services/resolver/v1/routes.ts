/** `/v1`: the ledger's own interface to the resolver. */
import type { IncomingMessage } from "node:http";
import { publicBase, type Trusts } from "../http/publicBase.js";
import type { Route } from "../http/route.js";
import type { Service } from "../service.js";
import { batchRoute } from "./batchRoute.js";
import { bulkRoute } from "./bulkRoute.js";
import { equivalentsRoute } from "./equivalentsRoute.js";
import { evidenceRoute } from "./evidence.js";
import { freezesRoute } from "./freezes.js";
import { historyRoute } from "./historyRoute.js";
import { knownRoute } from "./knownRoute.js";
import { namespaceRoutes } from "./namespaceRoutes.js";
import { operatorsRoute } from "./operatorsRoute.js";
import { partyRoute } from "./partyRoute.js";
import { resolveRoute } from "./resolveRoute.js";
import { rightsRoutes } from "./rightsRoutes.js";
import { rolesRoute } from "./rolesRoute.js";
import { sealedRoute } from "./sealedRoute.js";
import { twinRoutes } from "./twinRoutes.js";

/** @param trusts Whether what an address says of the resolver's own is to be believed. */
export function v1Routes(service: Service, trusts: Trusts): readonly Route[] {
  const base = (req: IncomingMessage) => publicBase(service, req, trusts);
  return [
    resolveRoute(service, base),
    bulkRoute(service, base),
    knownRoute(service),
    equivalentsRoute(service),
    partyRoute(service),
    ...namespaceRoutes(service),
    batchRoute(service),
    sealedRoute(service),
    freezesRoute(service),
    evidenceRoute(service),
    ...twinRoutes(service),
    rolesRoute(service),
    operatorsRoute(service),
    ...rightsRoutes(service),
    historyRoute(service),
  ];
}
