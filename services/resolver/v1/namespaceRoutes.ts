/** `/v1/namespaces/{scheme}/{prefix}`: a namespace, its terms and its statistics. `/v1/certificates/{digest}`. */
import type { Request } from "express";
import { z } from "zod";
import type { LedgerScheme } from "../../identifiers/identifier.js";
import { checkPrefix, isLedgerScheme, ledgerSchemes } from "../../identifiers/index.js";
import { hashSchema, toDigest } from "../../ledger/hex.js";
import { namespaceId } from "../../ledger/ids.js";
import type { NamespaceEntity } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import { ResolverError } from "../errors.js";
import { problemContent } from "../http/problemSchema.js";
import { queryOf } from "../http/query.js";
import type { Route } from "../http/route.js";
import { atQuery } from "../resolution/at.js";
import { schemeIds, zoneOf } from "../resolution/zones.js";
import type { Service } from "../service.js";
import { type Asked, answer } from "./answer.js";
import {
  type CertificateView,
  certificateSchema,
  type NamespaceDetailsView,
  namespaceDetailsSchema,
} from "./namespaceSchema.js";
import { provenance } from "./present.js";
import { notModified } from "./sendAnswer.js";

export function namespaceRoutes(service: Service): readonly Route[] {
  return [namespaceRoute(service, ""), namespaceRoute(service, "/{prefix}"), certificateRoute(service)];
}

function namespaceRoute(service: Service, tail: "" | "/{prefix}"): Route {
  return {
    path: `/v1/namespaces/{scheme}${tail}`,
    operation: tail === "" ? rootOperation : operation,
    handle: async (req, res) => {
      const { at } = queryOf(req.url, atQuery);
      const { scheme, prefix } = nameOf(req);
      await answer(service, req, res, at, (asked) => details(asked, scheme, prefix));
    },
  };
}

function nameOf({ params }: Request): { scheme: LedgerScheme; prefix: string } {
  const { scheme, prefix } = params;
  if (typeof scheme !== "string" || !isLedgerScheme(scheme)) {
    throw new ResolverError("RESOLVER_INVALID_NAMESPACE", "That is not a scheme of the ledger.", {
      hint: `Schemes are ${ledgerSchemes.join(", ")}.`,
    });
  }
  return { scheme, prefix: typeof prefix === "string" ? checkPrefix(scheme, prefix) : "" };
}

function details(
  { view, moment, present }: Asked,
  scheme: LedgerScheme,
  prefix: string,
): NamespaceDetailsView {
  const zone = zoneOf(view, scheme, namespaceId(schemeIds[scheme], prefix), moment.at);
  if (zone === null) {
    throw new ResolverError("RESOLVER_UNKNOWN_NAMESPACE", `${scheme} "${prefix}" is not delegated.`, {
      hint: "The holder of a shorter prefix may delegate it.",
      details: { asOf: present.asOf() },
    });
  }
  const { namespace, cause } = zone;
  return {
    namespace: present.authority(zone),
    epoch: namespace.epoch,
    // The first tenure begins with the first epoch, whatever word the ledger has for it.
    tenure: Math.max(1, namespace.tenure),
    answersSince: Math.max(1, namespace.answersSince),
    levels: namespace.terms.levels,
    cause: cause === null ? null : present.namespace(cause),
    delegated: provenance(namespace.registered),
    statistics: statistics(view, namespace),
    asOf: present.asOf(),
  };
}

function statistics(view: EntityView, { id, holder }: NamespaceEntity): NamespaceDetailsView["statistics"] {
  return { namespace: { ...view.namespaceStatistics(id) }, holder: { ...view.holderStatistics(holder) } };
}

function certificateRoute(service: Service): Route {
  return {
    path: "/v1/certificates/{digest}",
    operation: certificateOperation,
    handle: async (req, res) => {
      const { at } = queryOf(req.url, atQuery);
      const digest = hashSchema.safeParse(req.params.digest);
      if (!digest.success) {
        throw new ResolverError("RESOLVER_INVALID_CERTIFICATE", "That is not the digest of a certificate.", {
          hint: "Give 0x and 64 hexadecimal digits: what was signed.",
        });
      }
      await answer(service, req, res, at, ({ view, present }): CertificateView => {
        const asOf = present.asOf();
        const found = view.certificate(toDigest(digest.data));
        if (found === null) {
          throw new ResolverError(
            "RESOLVER_UNKNOWN_CERTIFICATE",
            "Nobody used or cancelled that certificate.",
            {
              hint: "It may still be submitted, if what it was signed under still holds.",
              details: { asOf },
            },
          );
        }
        const { namespace, status, at: settled } = found;
        return { digest: found.digest, status, namespace, at: provenance(settled), asOf };
      });
    },
  };
}

const schemeParameter = z.enum(ledgerSchemes).meta({ description: "Scheme.", example: "gs1" });

const responses: Route["operation"]["responses"] = {
  200: {
    description: "What the ledger says of it; also of one that is suspended or has lapsed.",
    content: { "application/json": { schema: namespaceDetailsSchema } },
  },
  ...notModified,
  400: problemContent("Malformed scheme, prefix or query."),
  404: problemContent("The prefix was never delegated."),
  503: problemContent("The index is not ready."),
};

const operation: Route["operation"] = {
  tags: ["Resolution"],
  summary: "Show a namespace",
  description:
    "Who issues identifiers under a prefix, on what terms, whether that is in force and through whom, and how much was " +
    "delegated and registered under it. All of one moment of the chain, which `asOf` names; what ends by time is judged at " +
    "the later of that and the resolver's clock.",
  request: {
    params: z.object({
      scheme: schemeParameter,
      prefix: z.string().meta({ description: "Canonical prefix, percent-encoded.", example: "9506000" }),
    }),
    query: atQuery,
  },
  responses,
};

const rootOperation: Route["operation"] = {
  tags: ["Resolution"],
  summary: "Show a scheme's root",
  description: "The namespace with the empty prefix, from which all others of the scheme are delegated.",
  request: { params: z.object({ scheme: schemeParameter }), query: atQuery },
  responses,
};

const certificateOperation: Route["operation"] = {
  tags: ["Resolution"],
  summary: "Show what became of a delegation certificate",
  description: "Whether a certificate was used to delegate, or cancelled before.",
  request: {
    params: z.object({
      digest: z.string().meta({
        description: "What was signed: the EIP-712 digest.",
        example: "0x1c8aff950685c2ed4bc3174f3472287b56d9517b9c948127319a09a7a36deac8",
      }),
    }),
    query: atQuery,
  },
  responses: {
    200: {
      description: "It was used or cancelled.",
      content: { "application/json": { schema: certificateSchema } },
    },
    ...notModified,
    400: problemContent("Malformed digest or query."),
    404: problemContent("Nobody used or cancelled it."),
    503: problemContent("The index is not ready."),
  },
};
