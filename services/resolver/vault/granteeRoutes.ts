/** `/v1/vault/grantees`: whom a blinded grant is for, of which the ledger has the salted commitment. */
import { z } from "zod";
import { addressSchema, toGrantId } from "../../ledger/hex.js";
import { blindedGrantee } from "../../ledger/ids.js";
import { saltSchema } from "../../ledger/sealedContent.js";
import type { GrantId } from "../../store/model.js";
import type { Route } from "../http/route.js";
import { word } from "../http/things.js";
import type { Service } from "../service.js";
import { requireRoom } from "../visibility/openings.js";
import { known, requireCommitted, requireOwn } from "./committed.js";
import { entrustRoutes } from "./entrusting.js";
import { granteeTerm } from "./terms.js";

const granteeSchema = z.strictObject({ party: addressSchema, salt: saltSchema });

export function granteeRoutes(service: Service): readonly Route[] {
  const { vault } = service;
  return entrustRoutes<GrantId, z.infer<typeof granteeSchema>>(service, {
    path: "/v1/vault/grantees/{grant}",
    what: "whom a blinded grant is for",
    rule: "By who gave the grant, or the grantee itself. Party and salt have to be what the commitment is of.",
    params: z.object({ grant: z.string().meta({ description: "Id of the grant." }) }),
    content: granteeSchema,
    nameIn: ({ params: { grant } }) => toGrantId(word(String(grant))),
    async put({ view, moment, party: by }, id, { party, salt }) {
      const { grantee, grantor, asset } = known(view.grant(id), "grant");
      requireOwn(by === grantor || by === party, "grant");
      requireCommitted(
        grantee.kind === "blinded" && blindedGrantee(party, salt) === grantee.commitment,
        moment,
      );
      await requireRoom(vault, id, party, asset);
      await vault.putBlinded(id, { party, salt, terms: [granteeTerm(party, asset)], by });
    },
    async remove({ view, party }, id) {
      const { grantor, asset } = known(view.grant(id), "grant");
      requireOwn(party === grantor || (await vault.isGrantOfTerm(id, granteeTerm(party, asset))), "grant");
      await vault.removeBlinded(id);
    },
  });
}
