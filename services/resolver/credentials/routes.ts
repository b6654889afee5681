/** `/v1/credentials`: what the ledger says of a thing as a W3C credential, and whether one still holds. */
import { z } from "zod";
import { contextDocument, contextPath } from "../../credentials/context.js";
import { credentialMediaType, signCredential } from "../../credentials/sign.js";
import { listSeconds, statusListOf } from "../../credentials/statusList.js";
import type { Fingerprint, GrantId } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import { askAs, type RequestContext } from "../auth/context.js";
import { ResolverError } from "../errors.js";
import { contentRoute } from "../http/asset.js";
import { bodyOf } from "../http/body.js";
import { problemContent } from "../http/problemSchema.js";
import { queryOf } from "../http/query.js";
import type { Route } from "../http/route.js";
import { send } from "../http/send.js";
import { requireFresh } from "../operations/fresh.js";
import { ledgerIdentifier } from "../proofs/params.js";
import { askAtMoment } from "../resolution/moment.js";
import type { Service } from "../service.js";
import type { Found, Lookup } from "./found.js";
import { blockOf, issue, statusPath } from "./issue.js";
import { type Issuer, issuerOf } from "./issuer.js";
import { identifierRegistration } from "./member.js";
import { openedGrantee } from "./opening.js";
import { ownershipOf } from "./ownership.js";
import { registrationOf } from "./registration.js";
import { rightOf } from "./right.js";
import {
  ownershipRequestSchema,
  registrationRequestSchema,
  rightRequestSchema,
  statusParameters,
  statusReferenceSchema,
} from "./schema.js";
import { standingOfFact } from "./status.js";

const maxBodyBytes = 4 * 1024;

export function credentialRoutes(service: Service): readonly Route[] {
  return [
    issuingRoute(service, {
      claim: "ownership",
      summary: "Certify whose a thing is",
      schema: ownershipRequestSchema,
      find: async (lookup, token, _context, fingerprint) => ownershipOf(lookup, token, fingerprint),
    }),
    issuingRoute(service, {
      claim: "registration",
      summary: "Certify that an identifier is registered",
      schema: registrationRequestSchema,
      find: async (lookup, asked, _context, fingerprint) =>
        asked.kind === "identifier"
          ? identifierRegistration(
              lookup,
              service.manifests?.index,
              ledgerIdentifier(asked.identifier, asked.scheme),
              fingerprint,
            )
          : registrationOf(lookup, asked, fingerprint),
    }),
    issuingRoute(service, {
      claim: "right",
      summary: "Certify a right to data",
      schema: rightRequestSchema,
      find: (lookup, asked, context, fingerprint) => findRight(service, lookup, asked, context, fingerprint),
    }),
    statusRoute(service),
    contentRoute(
      contextPath,
      Buffer.from(JSON.stringify(contextDocument(service.baseUrl))),
      "application/ld+json",
      "What the terms of the credentials mean",
    ),
  ];
}

interface Issuing<Asked> {
  readonly claim: string;
  readonly summary: string;
  readonly schema: z.ZodType<Asked>;
  readonly find: (
    lookup: Lookup,
    asked: Asked,
    context: RequestContext,
    fingerprint: Fingerprint,
  ) => Promise<Found | null>;
}

function issuingRoute<Asked>(service: Service, { claim, summary, schema, find }: Issuing<Asked>): Route {
  return {
    path: `/v1/credentials/${claim}`,
    method: "post",
    maxBodyBytes,
    operation: issuingOperation(summary, schema),
    handle: async (req, res) => {
      queryOf(req.url, z.strictObject({}));
      const asked = bodyOf(schema, req.body);
      const issuer = requireIssuer(service);
      requireFresh(service);
      const credential = await askAs(service, req, async (context) => {
        const { view, moment } = context;
        const fingerprint = fingerprintOf(view);
        const lookup = { view, moment, baseUrl: service.baseUrl };
        return issue(issuer, lookup, await find(lookup, asked, context, fingerprint), fingerprint);
      });
      send(req, res, 200, credential, { "content-type": credentialMediaType, "cache-control": "no-store" });
    },
  };
}

interface AskedRight {
  readonly grant: GrantId;
  readonly opening?: z.infer<typeof rightRequestSchema>["opening"];
}

/** A blinded right of which the caller may not know whose it is, is none. */
async function findRight(
  service: Service,
  lookup: Lookup,
  { grant: id, opening }: AskedRight,
  { caller }: RequestContext,
  fingerprint: Fingerprint,
): Promise<Found | null> {
  const grant = lookup.view.grant(id);
  if (grant === null) return null;
  const grantee = await openedGrantee(service, caller, grant, opening);
  if (grant.grantee.kind === "blinded" && grantee === null) return null;
  return rightOf(lookup, id, grantee, fingerprint);
}

function statusRoute(service: Service): Route {
  const { store, baseUrl } = service;
  return {
    path: `${statusPath}/{claim}/{kind}/{id}/{fact}/{purpose}`,
    operation: statusOperation,
    handle: async (req, res) => {
      queryOf(req.url, z.strictObject({}));
      const { reference, fact, purpose } = statusOf(req.params);
      const issuer = requireIssuer(service);
      requireFresh(service);
      const token = await askAtMoment(store, (view, moment) => {
        const lookup = { view, moment, baseUrl };
        const standing = standingOfFact(lookup, reference, fact, fingerprintOf(view));
        const now = Math.floor(Date.now() / 1000);
        const url = `${baseUrl}${req.path}`;
        const list = statusListOf(standing, blockOf(moment), {
          url,
          purpose,
          issuer: issuer.did,
          baseUrl,
          now,
        });
        return signCredential(list, issuer.signing, now);
      });
      send(req, res, 200, token, {
        "content-type": credentialMediaType,
        "cache-control": `public, max-age=${listSeconds.fresh}`,
      });
    },
  };
}

/** @throws ResolverError RESOLVER_INVALID_QUERY */
function statusOf(params: Readonly<Record<string, unknown>>) {
  const parts = statusParameters.safeParse(params);
  if (!parts.success) throw noStatus();
  const { fact, purpose, ...asked } = parts.data;
  const reference = statusReferenceSchema.safeParse(asked);
  if (!reference.success) throw noStatus();
  return { reference: reference.data, fact, purpose };
}

function noStatus(): ResolverError {
  return new ResolverError("RESOLVER_INVALID_QUERY", "That is not where the status of a credential is.", {
    hint: "Take the address from the credential: credentialStatus, statusListCredential.",
    details: { parameter: "path" },
  });
}

function fingerprintOf(view: EntityView): Fingerprint {
  const fingerprint = view.fingerprint();
  if (fingerprint !== null) return fingerprint;
  throw new ResolverError("RESOLVER_NOT_READY", "The index has not read anything from the chain yet.", {
    hint: "Ask /readyz how far it is, and try again.",
  });
}

function requireIssuer(service: Service): Issuer {
  const issuer = issuerOf(service);
  if (issuer !== null) return issuer;
  throw new ResolverError("RESOLVER_CREDENTIALS_OFF", "This resolver issues no credentials.", {
    hint: "Its operator gives it a key to keep: CADASTRE_SESSION_KEY_FILE. Audit reports and proofs need none.",
  });
}

const credentialContent = { [credentialMediaType]: { schema: z.string() } };

function issuingOperation(summary: string, schema: z.ZodType): Route["operation"] {
  return {
    tags: ["Credentials"],
    summary,
    description:
      "A credential of the W3C's data model 2.0 in JOSE form (`vc+jwt`, ES256) by the key in the resolver's DID document. It names " +
      "where its status is: two lists (Bitstring Status List 1.0) of whether it ended and whether it is suspended, of the chain's present state. " +
      "Public facts are certified to anybody; a blinded right only to its grantee and grantor, and refused to others as if there were none.",
    security: [{}, { signedRequest: [] }, { session: [] }],
    request: { body: { required: true, content: { "application/json": { schema } } } },
    responses: {
      200: { description: "The credential, as a JWS in compact form.", content: credentialContent },
      400: problemContent("The body is no JSON, or not what is described."),
      401: problemContent("The credentials that the request has do not hold: `code` says why."),
      403: problemContent("The resolver issues none, or the party is frozen."),
      404: problemContent("There is nothing of that kind and id, or nothing that the caller may know of."),
      409: problemContent("It does not hold now: `reason` says why."),
      413: problemContent("The body is too large."),
      415: problemContent("The body is not declared to be plain JSON."),
      503: problemContent("The index is not ready or too far behind, or the caller cannot be checked now."),
    },
  };
}

const statusOperation: Route["operation"] = {
  tags: ["Credentials"],
  summary: "Whether a credential still holds",
  description:
    "A status list with one entry, signed as the credential is, worked out from the ledger when it is asked for. Its bit is set where what " +
    "the credential claims has ended for good (`revocation`), or does not hold for the time being (`suspension`); `reason` says why. Of what never was it says that it ended.",
  request: { params: statusParameters },
  responses: {
    200: { description: "The list, as a JWS in compact form.", content: credentialContent },
    400: problemContent("Not an address that a credential names."),
    403: problemContent("The resolver issues none."),
    503: problemContent("The index is not ready or too far behind."),
  },
};
