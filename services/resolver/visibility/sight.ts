/** What an answer is made from, and what its caller may see of it: the same for every protocol. */
import type { Request } from "express";
import type { Address } from "../../store/model.js";
import type { Eventually, StoreView, View } from "../../store/view.js";
import { anonymous } from "../auth/caller.js";
import type { Knowing } from "../auth/callers.js";
import { askAs, isAnonymous, type RequestContext } from "../auth/context.js";
import type { At } from "../resolution/at.js";
import { askAtMoment, lookAtMoment, type Moment } from "../resolution/moment.js";
import type { Service } from "../service.js";
import { bearsToken } from "../writing/authorised.js";
import { type Disclosures, disclosuresTo, disclosuresToWriter, noDisclosures } from "./disclosures.js";

export interface Sight extends Pick<RequestContext, "view" | "moment" | "caller"> {
  /** Public address of this resolver. */
  readonly baseUrl: string;
  /** What the caller may see besides what is public. */
  readonly disclosures: Disclosures;
}

/** What it takes to know a caller, and what it may see. */
export type Seeing = Knowing & Pick<Service, "store" | "vault" | "logger" | "accessLog">;

/** @throws ResolverError as `askAs` does. */
export function lookAs<Answer>(
  service: Seeing,
  req: Request,
  look: (sight: Sight) => Answer | Promise<Answer>,
  at?: At,
): Promise<Answer> {
  return askAs(service, req, (context) => look(sightOf(service, context)), at);
}

export function sightOf(
  service: Pick<Seeing, "baseUrl" | "vault" | "logger" | "accessLog">,
  context: RequestContext,
): Sight {
  const { view, moment, caller } = context;
  return { view, moment, caller, baseUrl: service.baseUrl, disclosures: disclosuresTo(service, context) };
}

/** What everybody sees. */
export function publicSight({ baseUrl }: Pick<Service, "baseUrl">, view: View, moment: Moment): Sight {
  return { view, moment, caller: anonymous, baseUrl, disclosures: noDisclosures };
}

/** What everybody sees, and what whoever bears the token for writing has to see besides. */
export function writersSight(
  service: Pick<Seeing, "baseUrl" | "vault" | "logger">,
  party: Address,
  view: View,
  moment: Moment,
  store: StoreView,
): Sight {
  return {
    ...publicSight(service, view, moment),
    disclosures: disclosuresToWriter(service, { view, store }, party),
  };
}

/**
 * Whoever bears the token for writing is no party that asks, and sees what is its writer's to write back: clients send the token with what
 * they read, too. Without credentials it is answered at once, where `look` answers at once.
 * @throws ResolverError as `askAs` does.
 */
export function lookAsReader<Answer>(
  service: Seeing & Pick<Service, "writer">,
  req: Request,
  at: At | undefined,
  look: (sight: Sight) => Eventually<Answer>,
): Eventually<Answer> {
  const { store, writer } = service;
  if (isAnonymous(req))
    return lookAtMoment(store, (view, moment) => look(publicSight(service, view, moment)), at);
  if (writer === undefined || !bearsToken(writer, req)) return lookAs(service, req, look, at);
  return askAtMoment(
    store,
    (view, moment, present) => look(writersSight(service, writer.party, view, moment, present)),
    at,
  );
}
