/** What all writes have in common: the token, one write of an id after another, and the wait until the index has it. */
import type { Request, RequestHandler, Response } from "express";
import type { z } from "zod";
import { bodyOf } from "../../http/body.js";
import { sendJson } from "../../http/send.js";
import { askAtMoment } from "../../resolution/moment.js";
import type { Service } from "../../service.js";
import type { Sight } from "../../visibility/sight.js";
import { publicSight, writersSight } from "../../visibility/sight.js";
import { authorised } from "../../writing/authorised.js";
import { indexed, writeError } from "../../writing/outcome.js";
import { aasErrors } from "../errorForm.js";
import { resultContent } from "../schema.js";
import { carryOutOne, type Plan, type Write } from "./plan.js";

/** What every route that writes has; those with a body add how much of it they take. */
export function writing(service: Service) {
  const admit: RequestHandler = (req, _res, next) => {
    authorised(service.writer, req);
    next();
  };
  return { admit, refusals: aasErrors };
}

export const maxDescriptorBytes = 256 * 1024;

export const refusedWrites = {
  202: resultContent("It was sent, and the index does not have it yet."),
  400: resultContent("The body or an id is not right."),
  401: resultContent("The token is missing or wrong."),
  403: resultContent("Writing is off, or it is somebody else's."),
  409: resultContent("The ledger says something else."),
  413: resultContent("The body is too large."),
  415: resultContent("The body is not of application/json."),
  503: resultContent("The index or the ledger is not ready."),
};

/** @throws ResolverError RESOLVER_INVALID_BODY */
export function descriptorOf<Body>(schema: z.ZodType<Body>, body: unknown): Body {
  return bodyOf(schema, body, "Members that the ledger does not keep, such as extensions, are refused.");
}

/**
 * Looks, writes, and waits until the index has what was written.
 * @param key What is written: the id of the shell or the submodel.
 * @param planned The plan, and what else is to be known of it afterwards.
 */
export function perform<Result>(
  service: Service,
  req: Request,
  key: string,
  planned: (write: Write) => Promise<{ readonly plan: Plan; readonly result: Result }>,
): Promise<Result> {
  const writer = authorised(service.writer, req);
  return writer.turns.take([key], async () => {
    // With it come the contracts' interfaces, which no reader needs.
    const { RecordWriter } = await import("./recordWriter.js");
    const records = new RecordWriter(writer, service.vault, [key]);
    try {
      const { plan, result } = await askAtMoment(service.store, (view, moment) =>
        planned({ sight: publicSight(service, view, moment), writer, records }),
      );
      await carryOutOne(records, plan);
      await indexed(service.store, records.block);
      return result;
    } catch (error) {
      throw writeError(error);
    }
  });
}

/** 201 with what there is now, as the party sees it for which it was written. */
export async function sendCreated(
  service: Service,
  req: Request,
  res: Response,
  path: string,
  describe: (sight: Sight) => Promise<unknown>,
): Promise<void> {
  const { party } = authorised(service.writer, req);
  const value = await askAtMoment(service.store, (view, moment, store) =>
    describe(writersSight(service, party, view, moment, store)),
  );
  sendJson(req, res, 201, value, { location: `${service.baseUrl}${path}`, "cache-control": "no-store" });
}
