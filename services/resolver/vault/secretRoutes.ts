/**
 * `/v1/vault/secrets`: the secret of a sealed namespace, by which the resolver finds the records of identifiers for callers with a right
 * to them. There is no commitment of it: with another secret nothing is found.
 */
import { z } from "zod";
import { hashSchema, toNamespaceId } from "../../ledger/hex.js";
import type { NamespaceId } from "../../store/model.js";
import type { Route } from "../http/route.js";
import { word } from "../http/things.js";
import type { Service } from "../service.js";
import { known, requireOwn } from "./committed.js";
import { entrustRoutes } from "./entrusting.js";

const secretSchema = z.strictObject({
  secret: hashSchema.meta({ description: "32 bytes in hexadecimal, as `cadastre sealed secret` made them." }),
});

export function secretRoutes(service: Service): readonly Route[] {
  const { vault } = service;
  return entrustRoutes<NamespaceId, z.infer<typeof secretSchema>>(service, {
    path: "/v1/vault/secrets/{namespace}",
    what: "the secret of a sealed namespace",
    rule: "By the namespace's holder.",
    params: z.object({ namespace: z.string().meta({ description: "Id of the namespace." }) }),
    content: secretSchema,
    nameIn: ({ params: { namespace } }) => toNamespaceId(word(String(namespace))),
    async put({ view, party: by }, id, { secret }) {
      requireOwn(known(view.namespace(id), "namespace").holder === by, "namespace");
      await vault.putSecret(id, { secret, by });
    },
    /** A former holder takes back its own. */
    async remove({ view, party }, id) {
      known(view.namespace(id), "namespace");
      await vault.removeSecret(id, party);
    },
  });
}
