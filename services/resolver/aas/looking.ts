/** From a request of the AAS interfaces to what its caller may see. */
import type { Request } from "express";
import { askAs, isAnonymous } from "../auth/context.js";
import { askAtMoment } from "../resolution/moment.js";
import type { Service } from "../service.js";
import { disclosuresTo, noDisclosures } from "../visibility/disclosures.js";
import { bearsToken } from "../writing/authorised.js";
import type { Sight } from "./shells.js";

/**
 * Whoever bears the token for writing is taken for nobody in particular: clients send it with what they read, too.
 * @throws ResolverError as `askAs` does.
 */
export function lookAs<Answer>(
  service: Service,
  req: Request,
  look: (sight: Sight) => Promise<Answer>,
): Promise<Answer> {
  const { store, baseUrl, writer } = service;
  if (isAnonymous(req) || bearsToken(writer, req.headers.authorization)) {
    return askAtMoment(store, (view, { at }) => look({ view, at, baseUrl, disclosures: noDisclosures }));
  }
  return askAs(service, req, (context) => {
    const { view, moment } = context;
    return look({ view, at: moment.at, baseUrl, disclosures: disclosuresTo(service, context) });
  });
}
