/** Asset Administration Shells: discovery and registries (IDTA-01002, 3.1), a view over twins and their identifiers. */
import { z } from "zod";
import { queryOf } from "../http/query.js";
import type { Route } from "../http/route.js";
import type { Service } from "../service.js";
import { bulkRoutes } from "./bulk/routes.js";
import { discoveryRoutes } from "./discoveryRoutes.js";
import { aasErrors } from "./errorForm.js";
import { registryRoutes } from "./registryRoutes.js";
import { respond } from "./respond.js";
import { resultContent } from "./schema.js";
import { submodelRoutes } from "./submodelRoutes.js";
import { shellWriteRoutes } from "./write/shellRoutes.js";
import { submodelWriteRoutes } from "./write/submodelRoutes.js";

export function aasRoutes(service: Service): readonly Route[] {
  return [
    ...discoveryRoutes(service),
    ...registryRoutes(service),
    ...submodelRoutes(service),
    ...shellWriteRoutes(service),
    ...submodelWriteRoutes(service),
    ...bulkRoutes(service),
    descriptionRoute(service),
  ];
}

const profile = (service: string, number: string): string =>
  `https://admin-shell.io/aas/API/3/1/${service}ServiceSpecification/SSP-${number}`;

/** Those that are served whole. */
const reading = [
  profile("AssetAdministrationShellRegistry", "002"),
  profile("AssetAdministrationShellRegistry", "005"),
  profile("SubmodelRegistry", "002"),
  profile("Discovery", "002"),
];

/** Where the resolver writes, too. */
const full = [
  profile("AssetAdministrationShellRegistry", "001"),
  profile("SubmodelRegistry", "001"),
  profile("Discovery", "001"),
];

const descriptionRoute = ({ writer }: Service): Route => ({
  path: "/description",
  refusals: aasErrors,
  operation: {
    tags: ["AAS"],
    summary: "What of the AAS interfaces is served here",
    responses: {
      200: {
        description: "The profiles that are served whole.",
        content: {
          "application/json": {
            schema: z
              .strictObject({ profiles: z.array(z.string()).meta({ example: reading }) })
              .meta({ id: "ServiceDescription" }),
          },
        },
      },
      304: { description: "The caller's copy is still good." },
      400: resultContent("It takes no parameters."),
    },
  },
  handle: (req, res) => {
    queryOf(req.url, z.strictObject({}));
    respond(req, res, { profiles: writer === undefined ? reading : [...full, ...reading] });
  },
});
