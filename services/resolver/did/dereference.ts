/** From a DID URL to what it stands for (DID Resolution, section 5.4). */
import { isFollowable } from "../../ledger/linkset.js";
import type { DidDocument, Service } from "./document.js";
import { DidError } from "./errors.js";
import type { DidUrlPart } from "./request.js";

/** A document, whole or with some of its services alone, or the part of one that a fragment names. */
export type Content =
  | { readonly kind: "document"; readonly document: DidDocument }
  | { readonly kind: "part"; readonly value: object };

/** @throws DidError NOT_FOUND */
export function contentOf(document: DidDocument, part: DidUrlPart): Content {
  if (part.path !== "") {
    throw new DidError("NOT_FOUND", "None of the methods here says what a path behind a DID stands for.");
  }
  const selects = part.service !== null || part.serviceType !== null;
  const shown = selects ? { ...document, service: selectedServices(document, part) } : document;
  if (part.fragment === null || selects) return { kind: "document", document: shown };
  return { kind: "part", value: fragmentOf(shown, part.fragment) };
}

function fragmentOf(document: DidDocument, fragment: string): object {
  const id = `${document.id}#${fragment}`;
  const parts = [...(document.verificationMethod ?? []), ...(document.service ?? [])];
  const found = parts.find((part) => part.id === id);
  if (found === undefined)
    throw new DidError("NOT_FOUND", `The document has no '#${fragment.slice(0, 200)}'.`);
  return found;
}

function selectedServices(document: DidDocument, { service, serviceType }: DidUrlPart): readonly Service[] {
  const selected = (document.service ?? []).filter(
    ({ id, type }) =>
      (service === null || id === absolute(service, document.id)) &&
      (serviceType === null || type === serviceType),
  );
  if (selected.length === 0) throw new DidError("NOT_FOUND", "The document has no such service.");
  return selected;
}

/** A service is named by its whole id, or by the fragment alone. */
function absolute(service: string, id: string): string {
  if (service.startsWith("did:")) return service;
  return `${id}#${service.replace(/^#/, "")}`;
}

/**
 * Where a service is.
 * @throws DidError NOT_FOUND, REPRESENTATION_NOT_SUPPORTED where the DID URL names no service, INVALID_DID_URL where the
 * relative reference leads away from it.
 */
export function endpointOf(document: DidDocument, part: DidUrlPart): string {
  if (part.service === null && part.serviceType === null) {
    throw new DidError("REPRESENTATION_NOT_SUPPORTED", "Only a service of a DID is represented by its URL.");
  }
  const urls = selectedServices(document, part).flatMap(({ serviceEndpoint }) => urlsOf(serviceEndpoint));
  const endpoint = urls.find(isFollowable);
  if (endpoint === undefined) {
    throw new DidError(
      "NOT_FOUND",
      "The service has no endpoint that is an http(s) URL without credentials.",
    );
  }
  return withFragment(withReference(endpoint, part.relativeRef), part.fragment);
}

function urlsOf(endpoint: unknown): string[] {
  const entries: readonly unknown[] = Array.isArray(endpoint) ? endpoint : [endpoint];
  return entries.filter((entry) => typeof entry === "string");
}

/**
 * The reference, resolved as by RFC 3986. One that leads to another host is refused: whoever trusts a DID would be sent to a
 * place of which its controller said nothing.
 */
function withReference(endpoint: string, reference: string | null): string {
  if (reference === null) return endpoint;
  const base = new URL(endpoint);
  const url = URL.parse(reference, endpoint);
  if (url === null || url.origin !== base.origin || !isFollowable(url.href)) {
    throw new DidError("INVALID_DID_URL", "'relativeRef' leads away from the service's endpoint.");
  }
  return url.href;
}

function withFragment(url: string, fragment: string | null): string {
  if (fragment === null) return url;
  if (url.includes("#")) {
    throw new DidError("INVALID_DID_URL", "The service's endpoint has a fragment already.");
  }
  return `${url}#${fragment}`;
}
