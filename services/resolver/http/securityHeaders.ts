/**
 * The headers that every answer carries, made once: on the resolve path a middleware that sets a dozen headers one by
 * one costs more than the answer itself. The values are those that helmet sets for the same options (a test compares).
 */

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join(";");

/** Fixed headers in lower case. */
export const fixedHeaders: Readonly<Record<string, string>> = {
  "content-security-policy": contentSecurityPolicy,
  "cross-origin-opener-policy": "same-origin",
  // Linksets and records are public facts, made to be read from other sites' pages.
  "cross-origin-resource-policy": "cross-origin",
  "origin-agent-cluster": "?1",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=31536000",
  "x-content-type-options": "nosniff",
  "x-dns-prefetch-control": "off",
  "x-download-options": "noopen",
  "x-frame-options": "DENY",
  "x-permitted-cross-domain-policies": "none",
  "x-xss-protection": "0",
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "Cadastre-After, Cadastre-As-Of, ETag, Link, Location, X-Request-Id",
};
