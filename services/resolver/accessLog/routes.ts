/** `/v1/access-log`: what was decided and disclosed, for those whom it concerns, with proofs for later. */
import type { Request } from "express";
import { type Checkpoint, checkpointBundle, checkpointText } from "../../accessLog/checkpoint.js";
import type { AnchoredCheckpoint } from "../../accessLog/reader.js";
import { ResolverError } from "../errors.js";
import { queryOf } from "../http/query.js";
import type { Route } from "../http/route.js";
import { send, sendJson } from "../http/send.js";
import { askAtMoment } from "../resolution/moment.js";
import type { Service } from "../service.js";
import { presenter } from "../v1/present.js";
import { jsonType } from "../v1/sendAnswer.js";
import { knownCallerOf } from "./caller.js";
import {
  checkpointOperation,
  consistencyOperation,
  consistencyQuery,
  entriesOperation,
  entriesQuery,
  proofOperation,
} from "./operations.js";
import type { AccessLogView } from "./schema.js";

/** Entries of a page. */
const limit = 100;
/** Answers are of one caller: nobody keeps them. */
const noStore = { "cache-control": "no-store" };

export function accessLogRoutes(service: Service): readonly Route[] {
  return [entriesRoute(service), proofRoute(service), checkpointRoute(service), consistencyRoute(service)];
}

function entriesRoute(service: Service): Route {
  const { store, baseUrl, accessLog } = service;
  return {
    path: "/v1/access-log",
    operation: entriesOperation,
    handle: async (req, res) => {
      const { kind, id, after = null } = queryOf(req.url, entriesQuery);
      const asset = kind === undefined || id === undefined ? null : { kind, id: id.toLowerCase() };
      const { party, asOf } = await askAtMoment(store, async (view, moment) => ({
        party: (await knownCallerOf(service, req, view, moment)).party,
        asOf: presenter(view, moment, baseUrl).asOf(),
      }));
      const { items, next } = await accessLog.reader.page({ party, asset }, { after, limit });
      const anchored = await accessLog.reader.anchored();
      const body: AccessLogView = {
        items: [...items],
        next: next === null ? null : String(next),
        anchored: anchored === null ? null : anchoredView(anchored),
        asOf,
      };
      sendJson(req, res, 200, body, noStore);
    },
  };
}

const anchoredView = ({ checkpoint, anchor }: AnchoredCheckpoint) => ({
  checkpoint,
  anchor,
  bundle: checkpointBundle(checkpoint),
});

function proofRoute(service: Service): Route {
  const { store, accessLog } = service;
  return {
    path: "/v1/access-log/{sequence}/proof",
    operation: proofOperation,
    handle: async (req, res) => {
      const sequence = numberIn(req, "sequence");
      const { party } = await askAtMoment(store, (view, moment) => knownCallerOf(service, req, view, moment));
      const logged = await accessLog.reader.entry(sequence, party);
      if (logged === null) throw unknownEntry(sequence);
      const anchored = await accessLog.reader.anchored();
      if (anchored === null || anchored.checkpoint.size <= sequence) throw notAnchored(sequence);
      sendJson(req, res, 200, await accessLog.reader.prove(logged, anchored), {
        ...noStore,
        "content-disposition": `attachment; filename="access-${sequence}.proof.json"`,
      });
    },
  };
}

function checkpointRoute(service: Service): Route {
  return {
    path: "/v1/access-log/checkpoints/{size}",
    operation: checkpointOperation,
    handle: async (req, res) => {
      const text = checkpointText(await checkpointAt(service, numberIn(req, "size")));
      send(req, res, 200, text, { "content-type": jsonType, "cache-control": "no-cache" });
    },
  };
}

function consistencyRoute(service: Service): Route {
  return {
    path: "/v1/access-log/consistency",
    operation: consistencyOperation,
    handle: async (req, res) => {
      const { from, to } = queryOf(req.url, consistencyQuery);
      for (const size of [from, to]) await checkpointAt(service, size);
      sendJson(req, res, 200, { from, to, path: await service.accessLog.reader.consistency(from, to) });
    },
  };
}

async function checkpointAt({ accessLog }: Service, size: number): Promise<Checkpoint> {
  const kept = await accessLog.reader.checkpoint(size);
  if (kept !== null) return kept.checkpoint;
  throw new ResolverError("RESOLVER_UNKNOWN_CHECKPOINT", `There is no checkpoint of ${size} entries.`, {
    hint: "/v1/access-log names the newest one; the bundles on the ledger name all.",
  });
}

function numberIn({ params }: Request, parameter: string): number {
  const text = String(params[parameter]);
  if (/^(?:0|[1-9][0-9]{0,12})$/.test(text)) return Number(text);
  throw new ResolverError("RESOLVER_INVALID_QUERY", "That is not a number.", {
    hint: "Give it in decimal digits.",
    details: { parameter },
  });
}

function unknownEntry(sequence: number): ResolverError {
  return new ResolverError("RESOLVER_UNKNOWN_ENTRY", `There is no entry ${sequence} for you.`, {
    hint: "/v1/access-log has those that concern you.",
  });
}

function notAnchored(sequence: number): ResolverError {
  return new ResolverError("RESOLVER_NOT_ANCHORED", `Entry ${sequence} is not anchored on the ledger yet.`, {
    hint: "Ask again later. /v1/access-log names the newest checkpoint that is anchored.",
  });
}
