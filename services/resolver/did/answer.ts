/** The answer to a DID or a DID URL in each of its representations. */
import { lastsForBlock, namesBlock, unnoted } from "../../store/lasting.js";
import type { Checkpoint } from "../../store/model.js";
import { entityTag, weak } from "../http/etag.js";
import { type TextOfBlock, textOfBlock } from "../http/textOfBlock.js";
import type { Moment } from "../resolution/moment.js";
import { type Content, contentOf, endpointOf } from "./dereference.js";
import type { DidDocument, Resolved } from "./document.js";
import { DidError } from "./errors.js";
import {
  type DocumentType,
  dereferencingType,
  type Representation,
  resolutionType,
} from "./representation.js";
import type { DidUrlPart } from "./request.js";

export type Answer =
  | { readonly status: 303; readonly location: string }
  | {
      readonly status: 200;
      readonly contentType: string;
      readonly body: Body;
      /** Weak in a result, whose metadata name the moment: a new block with nothing new in it leaves the tag as it is. */
      readonly etag: string;
    }
  | { readonly status: 410; readonly contentType: string; readonly body: string };

/** JSON. */
export type Body =
  | { readonly kind: "document"; readonly text: string }
  | {
      readonly kind: "result";
      readonly told: TextOfBlock;
      /** Whether it is of the present, whichever block that is. */
      readonly isPresent: boolean;
    };

/** @throws DidError */
export function answerOf(
  resolved: Resolved,
  part: DidUrlPart | null,
  representation: Representation,
  moment: Moment,
): Answer {
  if (resolved.document === null) return deactivatedAnswer(resolved, representation);
  const { document, metadata } = resolved;
  if (representation.kind === "uri-list") {
    if (part === null) {
      throw new DidError(
        "REPRESENTATION_NOT_SUPPORTED",
        "Only a service of a DID is represented by its URL.",
      );
    }
    return { status: 303, location: endpointOf(document, part) };
  }
  const content: Content = part === null ? { kind: "document", document } : contentOf(document, part);
  const { kind, documentType } = representation;
  // Written once, for the body and for its tag.
  const shown = JSON.stringify(represented(content, resolved.context, documentType));
  if (kind === "document") {
    const body = { kind: "document", text: shown } as const;
    return { status: 200, contentType: documentType, body, etag: entityTag(shown, documentType) };
  }
  // All that hangs on the block is its name.
  const block = blockText(unnoted(() => moment.checkpoint));
  const isPresent = moment.past === null;
  if (isPresent) namesBlock();
  else lastsForBlock();
  const told = `{"contentType":${JSON.stringify(documentType)},"asOf":`;
  const about = JSON.stringify(metadata);
  const tagOf = (contentType: string): string =>
    weak(entityTag(`[${JSON.stringify(documentType)},${shown},${about}]`, contentType));
  if (kind === "dereferencing") {
    return {
      status: 200,
      contentType: dereferencingType,
      etag: tagOf(dereferencingType),
      body: {
        kind: "result",
        told: textOfBlock(
          `{"dereferencingMetadata":${told}`,
          block,
          `},"contentStream":${shown},"contentMetadata":${about}}`,
        ),
        isPresent,
      },
    };
  }
  if (content.kind === "part") {
    throw new DidError(
      "REPRESENTATION_NOT_SUPPORTED",
      `A part of a document is no resolution result: ask for ${dereferencingType}.`,
    );
  }
  return {
    status: 200,
    contentType: resolutionType,
    etag: tagOf(resolutionType),
    body: {
      kind: "result",
      told: textOfBlock(
        `{"didDocument":${shown},"didResolutionMetadata":${told}`,
        block,
        `},"didDocumentMetadata":${about}}`,
      ),
      isPresent,
    },
  };
}

/** The block that a result is of, as it names it. */
export const blockText = ({ number, hash, time }: Checkpoint): string =>
  JSON.stringify({ number, hash, time });

/** JSON leaves out the context, which gives JSON-LD its terms (DID Core, sections 6.2 and 6.3). */
function represented(content: Content, context: readonly string[], documentType: DocumentType): object {
  if (content.kind === "part") return content.value;
  return withContext(content.document, documentType === "application/did+json" ? null : context);
}

function withContext(document: DidDocument, context: readonly string[] | null): object {
  return context === null ? document : { "@context": context, ...document };
}

/** There is no document any more, and that is no error: its metadata say so. */
function deactivatedAnswer({ metadata }: Resolved, { kind }: Representation): Answer {
  switch (kind) {
    case "resolution":
      return {
        status: 410,
        contentType: resolutionType,
        body: JSON.stringify({
          didDocument: null,
          didResolutionMetadata: {},
          didDocumentMetadata: metadata,
        }),
      };
    case "dereferencing":
      return {
        status: 410,
        contentType: dereferencingType,
        body: JSON.stringify({
          dereferencingMetadata: {},
          contentStream: null,
          contentMetadata: metadata,
        }),
      };
    default:
      return {
        status: 410,
        contentType: "application/problem+json",
        body: JSON.stringify({
          type: "about:blank",
          title: "Gone",
          status: 410,
          detail: "The DID was deactivated for ever.",
        }),
      };
  }
}
