/** Which answers of the resolver are resolutions, and by which protocol they were asked for. */

export const protocols = ["gs1", "handle", "did", "aas", "bid", "cadastre"] as const;
export type Protocol = (typeof protocols)[number];

/** Routes by their names in metrics. */
export const resolvingRoutes: Readonly<Record<string, Protocol>> = {
  "/{ai}/{value}": "gs1",
  "/{ai}/{value}/{qualifiers}": "gs1",
  "/{compressed}": "gs1",
  "/api/handles/{handle}": "handle",
  "/{handle}": "handle",
  "/1.0/identifiers/{did}": "did",
  "/parties/{id}/did.json": "did",
  "/twins/{id}/did.json": "did",
  "/records/{id}/did.json": "did",
  "/lookup/shells": "aas",
  "/lookup/shells/{aasIdentifier}": "aas",
  "/lookup/shellsByAssetLink": "aas",
  "/shell-descriptors/{aasIdentifier}": "aas",
  "/submodel-descriptors/{submodelIdentifier}": "aas",
  "/did:bid:{id}": "bid",
  "/did:bid:{id}/public-keys": "bid",
  "/did:bid:{id}/attributes": "bid",
  "/did:bid:{id}/services": "bid",
  "/v1/resolve": "cadastre",
};

/** Elsewhere POST writes. */
const askedByPost = ["/v1/resolve", "/lookup/shellsByAssetLink"];

/** What came of a resolution: an answer, or that there is nothing (404, 410). */
export interface Answers {
  readonly answered: number;
  readonly unknown: number;
}

export const noAnswers: Answers = { answered: 0, unknown: 0 };

export const sumOfAnswers = (one: Answers, other: Answers): Answers => ({
  answered: one.answered + other.answered,
  unknown: one.unknown + other.unknown,
});

export interface Observed {
  readonly protocol: Protocol;
  readonly answers: Answers;
}

/**
 * @param name `GET 200 /v1/resolve`, as requests are measured.
 * @returns null for what is no resolution, and for what was asked wrongly or failed.
 */
export function observed(name: string, count: number): Observed | null {
  const [method, status, ...path] = name.split(" ");
  const route = path.join(" ");
  const protocol = resolvingRoutes[route];
  const isQuestion =
    method === "GET" || method === "HEAD" || (method === "POST" && askedByPost.includes(route));
  if (protocol === undefined || !isQuestion) return null;
  const code = Number(status);
  if (code < 400) return { protocol, answers: { answered: count, unknown: 0 } };
  return code === 404 || code === 410 ? { protocol, answers: { answered: 0, unknown: count } } : null;
}
