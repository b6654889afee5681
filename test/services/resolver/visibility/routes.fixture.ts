/**
 * What each route of the resolver shows to whom. A route that is not here fails the test until somebody has said what it does about
 * who asks.
 */
import { names, type Scene, type Secret, secrets, twin } from "./askers.fixture.js";

export interface Sample {
  readonly path: string;
  readonly accept?: string;
  readonly body?: unknown;
  /** What those who may see it find in the answer. */
  readonly shows: readonly Secret[];
  /** By which parameter the past is asked for; none where it cannot be. */
  readonly at?: "at" | "versionId";
  /** Texts by which something is recognised here, other than by its own. */
  readonly by?: Partial<Record<Secret, string>>;
}

/**
 * - `alike`: everybody gets the same answer.
 * - `shows`: more to those with a right.
 * - `own`: of the caller's own affairs; none of it is about what others hide.
 * - `writes`: takes a token or a signature, which a session is not.
 * - `operates`: what differs from one moment to the next, whoever asks.
 */
export type Kind =
  | { readonly is: "alike" | "own" | "writes" | "operates"; readonly path: string; readonly body?: unknown }
  | { readonly is: "shows"; readonly samples: readonly Sample[] };

const base64url = (text: string): string => Buffer.from(text).toString("base64url");
const word = `0x${"22".repeat(32)}`;
const id = (text: string): string => encodeURIComponent(text);

const alike = (path: string, body?: unknown): Kind => ({ is: "alike", path, body });
const own = (path: string, body?: unknown): Kind => ({ is: "own", path, body });
const writes = (path: string, body: unknown = {}): Kind => ({ is: "writes", path, body });
const operates = (path: string): Kind => ({ is: "operates", path });
const shows = (...samples: readonly Sample[]): Kind => ({ is: "shows", samples });
const sample = (path: string, ...what: readonly Secret[]): Sample => ({ path, shows: what });

/** @param compressed Path of the GS1 key in compressed form. */
export function kindsOf(
  { records, sealed, who, ledger }: Scene,
  compressed: string,
): Readonly<Record<string, Kind>> {
  const shell = base64url(names.shellId);
  const submodel = base64url(names.submodelId);
  const party = who.owner.address;
  const asset = `twin/${twin.id}`;
  const link = { name: "part", value: secrets.shell };
  const found = { by: { shell: names.shellId } };
  const resolve = (text: string, scheme: string) => `/v1/resolve?id=${id(text)}&scheme=${scheme}`;
  const page = "text/html";
  return {
    "GET /{ai}/{value}": shows(sample(`/${names.gs1}?linkType=linkset`, "gs1")),
    "GET /{ai}/{value}/{qualifiers}": shows(sample(`/${names.gs1}/21/1?linkType=linkset`, "gs1")),
    "GET /{compressed}": shows(sample(`${compressed}?linkType=linkset`, "gs1")),
    "GET /v1/resolve": shows(
      { ...sample(resolve(names.gs1, "gs1"), "gs1", "same", "grantee"), at: "at" },
      {
        ...sample(resolve(names.sealedHandle, "handle"), "sealedHandle", "nameOfHandle", "grantee"),
        at: "at",
      },
      { ...sample(resolve(names.gs1, "gs1"), "gs1", "same"), accept: page },
      { ...sample(resolve(names.sealedHandle, "handle"), "sealedHandle", "nameOfHandle"), accept: page },
    ),
    "POST /v1/resolve": shows({
      path: "/v1/resolve",
      body: {
        identifiers: [
          { id: names.handle, scheme: "handle" },
          { id: names.bid, scheme: "did" },
          { id: names.sealedBid, scheme: "did" },
        ],
      },
      shows: ["handle", "bid", "sealedBid", "nameOfBid", "grantee"],
      at: "at",
    }),
    "GET /v1/sealed/{id}": shows({
      ...sample(`/v1/sealed/${sealed.handle}`, "sealedHandle", "grantee"),
      at: "at",
    }),
    "GET /v1/assets/{kind}/{id}/rights": shows({
      ...sample(`/v1/assets/${asset}/rights`, "grantee"),
      at: "at",
    }),
    "GET /v1/assets/{kind}/{id}/offers": shows({ ...sample(`/v1/assets/${asset}/offers`), at: "at" }),
    "GET /v1/vault/links/{record}": shows({
      ...sample(`/v1/vault/links/${records.gs1}`, "gs1", "same"),
      at: "at",
    }),
    "GET /v1/equivalents": shows(
      sample(`/v1/equivalents?id=${id(names.gs1)}&scheme=gs1`, "same"),
      sample(`/v1/equivalents?id=${id(names.sealedHandle)}&scheme=handle`, "nameOfHandle"),
    ),
    "GET /api/handles/{handle}": shows(
      sample(`/api/handles/${names.handle}`, "handle"),
      sample(`/api/handles/${names.sealedHandle}`, "sealedHandle", "nameOfHandle"),
    ),
    "GET /{handle}": shows(
      sample(`/${names.handle}`, "handle"),
      sample(`/${names.sealedHandle}`, "sealedHandle"),
    ),
    "GET /1.0/identifiers/{did}": shows(
      { ...sample(`/1.0/identifiers/${names.bid}`, "bid"), at: "versionId" },
      { ...sample(`/1.0/identifiers/${names.sealedBid}`, "sealedBid", "nameOfBid"), at: "versionId" },
    ),
    "GET /records/{id}/did.json": shows(sample(`/records/${records.gs1}/did.json`, "gs1")),
    "GET /twins/{id}/did.json": shows(sample(`/twins/${twin.id}/did.json`, "gs1", "handle", "bid")),
    "GET /did:bid:{id}": shows(
      sample(`/${names.bid}`, "bid"),
      sample(`/${names.sealedBid}`, "sealedBid", "nameOfBid"),
    ),
    "GET /did:bid:{id}/services": shows(
      sample(`/${names.bid}/services`, "bid"),
      sample(`/${names.sealedBid}/services`, "sealedBid"),
    ),
    "GET /did:bid:{id}/attributes": shows(sample(`/${names.sealedBid}/attributes`, "nameOfBid")),
    "GET /did:bid:{id}/public-keys": alike(`/${names.bid}/public-keys`),
    "GET /did:bid:{id}/public-keys/{key}": alike(`/${names.bid}/public-keys/key-1`),
    "GET /did:bid:{id}/{field}": alike(`/${names.bid}/acsns`),
    "GET /lookup/shells": shows({
      ...sample(`/lookup/shells?assetIds=${base64url(JSON.stringify(link))}`, "shell"),
      ...found,
      at: "at",
    }),
    "POST /lookup/shellsByAssetLink": shows({
      ...sample("/lookup/shellsByAssetLink", "shell"),
      body: [link],
      ...found,
      at: "at",
    }),
    "GET /lookup/shells/{aasIdentifier}": shows({ ...sample(`/lookup/shells/${shell}`, "shell"), at: "at" }),
    "GET /shell-descriptors": shows({ ...sample("/shell-descriptors", "shell", "submodel"), at: "at" }),
    "GET /shell-descriptors/{aasIdentifier}": shows({
      ...sample(`/shell-descriptors/${shell}`, "shell", "submodel"),
      at: "at",
    }),
    "GET /shell-descriptors/{aasIdentifier}/submodel-descriptors": shows({
      ...sample(`/shell-descriptors/${shell}/submodel-descriptors`, "submodel"),
      at: "at",
    }),
    "GET /shell-descriptors/{aasIdentifier}/submodel-descriptors/{submodelIdentifier}": shows({
      ...sample(`/shell-descriptors/${shell}/submodel-descriptors/${submodel}`, "submodel"),
      at: "at",
    }),
    "GET /submodel-descriptors": shows({ ...sample("/submodel-descriptors", "submodel"), at: "at" }),
    "GET /submodel-descriptors/{submodelIdentifier}": shows({
      ...sample(`/submodel-descriptors/${submodel}`, "submodel"),
      at: "at",
    }),

    "GET /parties/{id}/did.json": alike(`/parties/${party}/did.json`),
    "GET /v1/assets/{kind}/{id}/history": alike(`/v1/assets/${asset}/history`),
    "GET /v1/assets/{kind}/{id}/quotas": alike(`/v1/assets/${asset}/quotas`),
    "GET /v1/batches/{id}": alike(`/v1/batches/${word}`),
    "GET /v1/certificates/{digest}": alike(`/v1/certificates/${word}`),
    "GET /v1/evidence/{digest}": alike(`/v1/evidence/${word}`),
    "GET /v1/freezes": alike(`/v1/freezes?kind=twin&id=${twin.id}`),
    "GET /v1/groups/{id}": alike(`/v1/groups/${word}`),
    "GET /v1/manifests": alike("/v1/manifests"),
    "GET /v1/manifests/{hash}": alike(`/v1/manifests/${word}`),
    "GET /v1/namespaces/{scheme}": alike("/v1/namespaces/gs1"),
    "GET /v1/namespaces/{scheme}/{prefix}": alike("/v1/namespaces/handle/88.102"),
    "GET /v1/operators/{kind}/{address}": alike(`/v1/operators/record/${party}`),
    "GET /v1/parties/{address}": alike(`/v1/parties/${who.holder.address}`),
    "GET /v1/quotas/{id}": alike(`/v1/quotas/${word}`),
    "GET /v1/quotas/{id}/allowances": alike(`/v1/quotas/${word}/allowances`),
    "GET /v1/quotas/{id}/uses": alike(`/v1/quotas/${word}/uses`),
    "GET /v1/roles/{kind}/{id}": alike(`/v1/roles/record/${records.gs1}`),
    ...Object.fromEntries(
      ["", "/assemblies", "/children", "/components", "/licences", "/permissions", "/versions"].map(
        (list) => [`GET /v1/twins/{id}${list}`, alike(`/v1/twins/${twin.id}${list}`)],
      ),
    ),
    "GET /description": alike("/description"),
    "GET /profiles/ledger-linkset": alike("/profiles/ledger-linkset"),
    "GET /problems/{code}": alike("/problems/RESOLVER_NOT_OURS"),
    "GET /openapi.json": alike("/openapi.json"),
    "POST /v1/known": alike("/v1/known", { scheme: "gs1", identifiers: [names.gs1] }),
    "GET /.well-known/gs1resolver": alike("/.well-known/gs1resolver"),
    "GET /.well-known/jwks.json": alike("/.well-known/jwks.json"),
    ...Object.fromEntries(
      [
        "/",
        "/docs/",
        "/docs/initializer.js",
        "/docs/swagger-ui-bundle.js",
        "/docs/swagger-ui.css",
        "/explorer.css",
        "/explorer.js",
      ].map((path) => [`GET ${path}`, alike(path)]),
    ),

    // A proof is of what the chain has, which a node is asked for.
    "GET /v1/proofs/freezes/{kind}/{id}": operates(`/v1/proofs/freezes/twin/${twin.id}`),
    "GET /v1/proofs/grant/{id}": operates(`/v1/proofs/grant/${word}`),
    "GET /v1/proofs/identifier/{id}": operates(
      `/v1/proofs/identifier/${id(names.sealedHandle)}?scheme=handle`,
    ),
    "GET /v1/proofs/member/{id}": operates(`/v1/proofs/member/${id(names.sealedHandle)}?scheme=handle`),
    "GET /v1/proofs/party/{address}": operates(`/v1/proofs/party/${party}`),
    "GET /v1/proofs/twin/{id}": operates(`/v1/proofs/twin/${twin.id}`),
    "GET /v1/proofs/binding/{id}": operates(`/v1/proofs/binding/${id(names.sealedHandle)}?scheme=handle`),
    "GET /v1/proofs/equivalence": operates(
      `/v1/proofs/equivalence?one=${id(names.sealedHandle)}&other=${id(names.gs1)}`,
    ),
    "GET /v1/proofs/namespace/{scheme}/{prefix}": operates("/v1/proofs/namespace/handle/88.102"),
    "GET /v1/proofs/batch/{id}": operates(`/v1/proofs/batch/${word}`),
    "GET /v1/proofs/sealed/{id}": operates(`/v1/proofs/sealed/${sealed.handle}`),
    "GET /v1/proofs/guardians/{address}": operates(`/v1/proofs/guardians/${party}`),
    "GET /v1/proofs/anchor/{digest}/{author}": operates(`/v1/proofs/anchor/${word}/${party}`),
    "GET /v1/proofs/allowance/{quota}/{holder}/{spender}": operates(
      `/v1/proofs/allowance/${word}/${party}/${party}`,
    ),
    "GET /v1/proofs/did/{address}": operates(`/v1/proofs/did/${party}`),
    "GET /v1/proofs/attestation/{party}/{registrar}": operates(
      `/v1/proofs/attestation/${party}/${party}?legalId=lei:X1`,
    ),
    "GET /v1/proofs/legal-id/{legalId}": operates("/v1/proofs/legal-id/lei:X1"),
    "GET /v1/proofs/relation/{kind}/{party}/{subject}": operates(
      `/v1/proofs/relation/membership/${party}/${party}`,
    ),
    "GET /v1/proofs/derivation/{id}": operates(`/v1/proofs/derivation/${twin.id}`),
    "GET /v1/proofs/composition/{id}": operates(`/v1/proofs/composition/${twin.id}`),
    "GET /v1/proofs/quota/{id}": operates(`/v1/proofs/quota/${word}`),
    "GET /v1/proofs/group/{id}": operates(`/v1/proofs/group/${word}`),
    // A report is signed anew each time.
    "GET /v1/audit/{kind}/{id}": operates(`/v1/audit/twin/${twin.id}?from=0&to=1`),
    "GET /v1/access-log/checkpoints/{size}": operates("/v1/access-log/checkpoints/1"),
    "GET /v1/access-log/consistency": operates("/v1/access-log/consistency?from=1&to=2"),
    "GET /bulk/result/{handleId}": operates("/bulk/result/x"),
    "GET /bulk/status/{handleId}": operates("/bulk/status/x"),
    "GET /v1/credentials/status/{claim}/{kind}/{id}/{fact}/{purpose}": operates(
      `/v1/credentials/status/ownership/twin/${twin.id}/${word}/revocation`,
    ),
    "GET /v1/credentials/context": operates("/v1/credentials/context"),
    "GET /.well-known/did.json": operates("/.well-known/did.json"),
    "GET /did.json": operates("/did.json"),
    "GET /v1/statistics": operates("/v1/statistics"),
    "GET /healthz": operates("/healthz"),
    "GET /readyz": operates("/readyz"),
    "GET /metrics": operates("/metrics"),
    "GET /v1/registrations/{id}": operates("/v1/registrations/x"),
    "GET /v1/registrations/{id}/results": operates("/v1/registrations/x/results"),

    "GET /v1/whoami": own("/v1/whoami"),
    "GET /v1/access-log": own("/v1/access-log"),
    "GET /v1/access-log/{sequence}/proof": own("/v1/access-log/1/proof"),
    "GET /v1/webhooks": own("/v1/webhooks"),
    "GET /v1/webhooks/{id}/deliveries": own("/v1/webhooks/x/deliveries"),
    "POST /v1/decisions": own("/v1/decisions", {
      questions: [{ asset: twin, scope: "data", action: "read", subject: who.grantee.address }],
    }),
    "POST /v1/capabilities": own("/v1/capabilities", {
      asset: twin,
      scope: "data",
      action: "read",
      audience: "https://data.example.com",
    }),
    "POST /v1/credentials/ownership": own("/v1/credentials/ownership", twin),
    "POST /v1/credentials/registration": own("/v1/credentials/registration", {
      kind: "record",
      id: records.gs1,
    }),
    "POST /v1/credentials/right": own("/v1/credentials/right", { grant: word }),
    "POST /v1/login/challenges": own("/v1/login/challenges", { key: ledger.root.address }),
    "POST /v1/login/sessions": own("/v1/login/sessions", { message: "", signature: "0x" }),

    ...Object.fromEntries(
      [
        "DELETE /bulk/shell-descriptors",
        "DELETE /bulk/submodel-descriptors",
        "DELETE /lookup/shells/{aasIdentifier}",
        "DELETE /shell-descriptors/{aasIdentifier}",
        "DELETE /shell-descriptors/{aasIdentifier}/submodel-descriptors/{submodelIdentifier}",
        "DELETE /submodel-descriptors/{submodelIdentifier}",
        "DELETE /v1/registrations/{id}",
        "DELETE /v1/vault/contents/{sealed}",
        "DELETE /v1/vault/grantees/{grant}",
        "DELETE /v1/vault/links/{record}/{commitment}",
        "DELETE /v1/vault/secrets/{namespace}",
        "DELETE /v1/webhooks/{id}",
        "POST /bulk/shell-descriptors",
        "POST /bulk/submodel-descriptors",
        "POST /lookup/shells/{aasIdentifier}",
        "POST /shell-descriptors",
        "POST /shell-descriptors/{aasIdentifier}/submodel-descriptors",
        "POST /submodel-descriptors",
        "POST /v1/registrations",
        "POST /v1/webhooks",
        "POST /v1/webhooks/{id}/deliveries/{number}/redeliver",
        "PUT /bulk/shell-descriptors",
        "PUT /bulk/submodel-descriptors",
        "PUT /shell-descriptors/{aasIdentifier}",
        "PUT /shell-descriptors/{aasIdentifier}/submodel-descriptors/{submodelIdentifier}",
        "PUT /submodel-descriptors/{submodelIdentifier}",
        "PUT /v1/manifests/{hash}",
        "PUT /v1/vault/contents/{sealed}",
        "PUT /v1/vault/grantees/{grant}",
        "PUT /v1/vault/links/{record}/{commitment}",
        "PUT /v1/vault/secrets/{namespace}",
      ].map((route) => [
        route,
        writes(
          (route.split(" ")[1] ?? "")
            .replace("{aasIdentifier}", shell)
            .replace("{submodelIdentifier}", submodel)
            .replace("{sealed}", sealed.handle)
            .replace("{record}", records.gs1)
            .replaceAll(/\{\w+\}/g, word),
        ),
      ]),
    ),
  };
}

/** It only ever tells that something has changed, and does not end. */
export const streams: readonly string[] = ["GET /v1/feed"];
