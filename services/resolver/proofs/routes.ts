/** `/v1/proofs`: proof documents of answers, for whoever trusts a block's hash and nobody here. */
import type { Route } from "../http/route.js";
import type { Service } from "../service.js";
import { identifierProofRoutes } from "./identifierRoutes.js";
import { partyProofRoutes } from "./partyRoutes.js";
import { thingProofRoutes } from "./thingRoutes.js";

export const proofRoutes = (service: Service): readonly Route[] => [
  ...identifierProofRoutes(service),
  ...partyProofRoutes(service),
  ...thingProofRoutes(service),
];
