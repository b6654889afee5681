/** `/v1/manifests`, `/v1/manifests/{hash}`: the files that list the members of batches, each under its own SHA-256. */
import type { Request, Response } from "express";
import { z } from "zod";
import { hashSchema, toDigest } from "../../ledger/hex.js";
import { ManifestError } from "../../manifests/errors.js";
import type { Stored } from "../../manifests/files.js";
import type { ManifestFolder } from "../../manifests/folder.js";
import type { Digest } from "../../store/model.js";
import { ResolverError } from "../errors.js";
import { bodyTooLarge, bytesOf } from "../http/body.js";
import { problemContent } from "../http/problemSchema.js";
import { queryOf } from "../http/query.js";
import { requestOf } from "../http/request.js";
import type { Route } from "../http/route.js";
import { fixedHeaders } from "../http/securityHeaders.js";
import { sendJson } from "../http/send.js";
import type { Service } from "../service.js";
import { type Brought, broughtBy, uploadHeader, uploadName } from "./part.js";

const path = "/v1/manifests/{hash}";
const nothing = z.strictObject({});
const params = z.object({
  hash: z.string().meta({
    description: "SHA-256 of the manifest: 0x and 64 hexadecimal digits.",
    example: "0x1c8aff950685c2ed4bc3174f3472287b56d9517b9c948127319a09a7a36deac8",
  }),
});
const storedSchema = z
  .strictObject({
    digest: z.string().meta({ description: "SHA-256 of the manifest." }),
    received: z.number().int().meta({ description: "Bytes of it that are here." }),
    total: z.number().int().meta({ description: "Bytes that it has." }),
  })
  .meta({ id: "StoredManifest" });
const boundsSchema = z
  .strictObject({
    maxBytes: z
      .number()
      .int()
      .meta({ description: "Bytes of the largest one that is kept; 0 where none is." }),
    maxPartBytes: z.number().int().meta({ description: "Bytes that one request may bring of it." }),
  })
  .meta({ id: "ManifestBounds" });
/** Bytes of one part. */
const mostPartBytes = 16 * 1024 * 1024;

export function manifestRoutes(service: Service): readonly Route[] {
  return [getBounds(service), getManifest(service), putManifest(service)];
}

function getBounds({ manifests }: Service): Route {
  return {
    path: "/v1/manifests",
    operation: {
      tags: ["Resolution"],
      summary: "Show which manifests are kept",
      description:
        "How large a manifest may be that is brought here, to be asked before a batch is issued: what is larger resolves nowhere here.",
      responses: {
        200: { description: "The bounds.", content: { "application/json": { schema: boundsSchema } } },
      },
    },
    handle: (req, res) => {
      queryOf(req.url, nothing);
      const bounds: z.infer<typeof boundsSchema> = {
        maxBytes: manifests?.files.maxBytes ?? 0,
        maxPartBytes: mostPartBytes,
      };
      sendJson(req, res, 200, bounds);
    },
  };
}

function getManifest({ manifests }: Service): Route {
  return {
    path,
    operation: {
      tags: ["Resolution"],
      summary: "Get a manifest",
      description:
        "The file that lists the members of a batch, as it was registered. It never changes; ranges of bytes can be asked for.",
      request: { params },
      responses: {
        200: { description: "The file.", content: { "application/octet-stream": { schema: z.string() } } },
        206: {
          description: "A part of it.",
          content: { "application/octet-stream": { schema: z.string() } },
        },
        404: problemContent("This resolver does not have it."),
      },
    },
    handle: async (req, res) => {
      queryOf(req.url, nothing);
      const digest = digestOf(req);
      if (manifests === undefined || (await manifests.files.size(digest)) === null) throw unknown(digest);
      res.set({
        ...fixedHeaders,
        "x-request-id": requestOf(req).id,
        etag: `"${digest.slice(2)}"`,
        "cache-control": "public, max-age=31536000, immutable",
        "content-type": "application/octet-stream",
      });
      await sent(res, manifests.files.path(digest));
    },
  };
}

/** A caller that goes away in the middle is no fault. */
function sent(res: Response, file: string): Promise<void> {
  const options = { dotfiles: "allow", etag: false, lastModified: false, cacheControl: false } as const;
  return new Promise((resolve, reject) => {
    res.sendFile(file, options, (error: Error | undefined) => {
      if (error === undefined || res.headersSent) resolve();
      else reject(error);
    });
  });
}

function putManifest(service: Service): Route {
  return {
    path,
    method: "put",
    readsBody: true,
    operation: {
      tags: ["Resolution"],
      summary: "Store a manifest",
      description:
        "Takes in the file that lists the members of a batch which the index knows, so that they resolve here. Anybody may " +
        "bring it: only bytes of that SHA-256 are kept. A file of more than 16 MiB comes in parts, in order, each with " +
        "`Content-Range: bytes FIRST-LAST/TOTAL` and `Cadastre-Upload`; to go on after a failure, send the next part that is missing. Parts " +
        "with one `Cadastre-Upload` are put together, and no others: give a name that nobody can guess. What comes whole needs none.",
      request: {
        params,
        headers: z.object({
          "content-range": z.string().optional().meta({ example: "bytes 0-16777215/31000017" }),
          [uploadHeader]: z.string().regex(uploadName).optional().meta({
            description:
              "The uploader's name for what the parts make up, needed with a part: 16 to 64 of A-Z, a-z, 0-9, - and _.",
          }),
        }),
        body: { required: true, content: { "application/octet-stream": { schema: z.string() } } },
      },
      responses: {
        200: {
          description: "The file is here, whole.",
          content: { "application/json": { schema: storedSchema } },
        },
        202: {
          description: "The part is here; more is missing.",
          content: { "application/json": { schema: storedSchema } },
        },
        400: problemContent("Malformed hash, Content-Range or Cadastre-Upload."),
        404: problemContent("The index knows no batch of that manifest, or this resolver keeps none."),
        409: problemContent("The part does not begin where the last one ended."),
        413: problemContent("The part, or the manifest, is too large."),
        422: problemContent("The bytes are not the manifest's."),
        503: problemContent("The index is not ready."),
        507: problemContent("The resolver's disk is full."),
      },
    },
    handle: async (req, res) => {
      queryOf(req.url, nothing);
      const digest = digestOf(req);
      const manifests = await wanted(service, digest);
      const brought = broughtBy(req.headers, mostPartBytes);
      const { received, total } = await takeIn(manifests, digest, req, brought);
      sendJson(req, res, received === total ? 200 : 202, { digest, received, total });
    },
  };
}

function digestOf(req: Request): Digest {
  const digest = hashSchema.safeParse(req.params.hash);
  if (digest.success) return toDigest(digest.data);
  throw new ResolverError("RESOLVER_INVALID_QUERY", "That is not the hash of a manifest.", {
    hint: "Give 0x and 64 hexadecimal digits.",
    details: { parameter: "hash" },
  });
}

/** Only what a batch names is kept: else anybody could fill the disk. */
async function wanted({ manifests, store }: Service, digest: Digest): Promise<ManifestFolder> {
  if (manifests === undefined) throw unknown(digest);
  const { items } = await store.readAsync((view) => view.listsOfManifest(digest, { limit: 1 }));
  if (items.length === 0) throw unknown(digest);
  return manifests;
}

async function takeIn(
  { files }: ManifestFolder,
  digest: Digest,
  req: Request,
  brought: Brought,
): Promise<Stored> {
  const bytes = await bytesOf(req, brought.length);
  if (bytes.length !== brought.length) {
    throw new ResolverError(
      "RESOLVER_INVALID_MANIFEST",
      `The body has ${bytes.length} bytes, not ${brought.length}.`,
    );
  }
  try {
    if (brought.kind === "whole") return await files.takeWhole(digest, bytes);
    const { upload, offset, total } = brought;
    return await files.take(digest, upload, { offset, bytes, total });
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    throw inResolversTerms(error, files.maxBytes);
  }
}

function inResolversTerms(error: ManifestError, maxBytes: number): ResolverError {
  const { message, hint = "", details } = error;
  switch (error.code) {
    case "MANIFEST_TOO_LARGE":
      return bodyTooLarge(maxBytes, hint);
    case "MANIFEST_OUT_OF_STEP":
      return new ResolverError("RESOLVER_MANIFEST_OUT_OF_STEP", message, { hint, details, cause: error });
    case "MANIFEST_WRONG_BYTES":
    case "MANIFEST_OTHER_LIST":
      return new ResolverError("RESOLVER_INVALID_MANIFEST", message, { hint, cause: error });
    case "MANIFEST_DISK_FULL":
      return new ResolverError("RESOLVER_DISK_FULL", message, { hint, cause: error });
  }
}

function unknown(digest: Digest): ResolverError {
  return new ResolverError("RESOLVER_UNKNOWN_MANIFEST", `There is no manifest ${digest} here.`, {
    hint: "Check the hash; a manifest can be stored once the index has read that its batch was issued.",
  });
}
