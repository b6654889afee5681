/** `/v1/resolve` for people: a page without scripts, of the same answer that programs get. */
import { z } from "zod";
import { isLedgerScheme } from "../../identifiers/index.js";
import { type Markup, markup, type Part } from "../http/markup.js";
import { htmlPage } from "../http/page.js";
import type { ProblemDocument } from "../http/problem.js";
import {
  asOfSection,
  authorityFacts,
  badge,
  code,
  facts,
  forYou,
  frozen,
  leadsTo,
  list,
  lookUp,
  mayUse,
  party,
  proofLink,
  sameThing,
  section,
  servedAt,
  standsFor,
  time,
  understood,
} from "./pageParts.js";
import {
  asOfSchema,
  authoritySchema,
  type ClaimsView,
  identifierSchema,
  type MemberResolutionView,
  type ResolutionView,
} from "./schema.js";
import type { SealedResolutionView } from "./sealedSchema.js";

type Shown = ResolutionView | MemberResolutionView | SealedResolutionView | ClaimsView;

export function answerPage(body: Shown): string {
  const { identifier, asOf } = body;
  return page(identifier.canonical, identifier.input, [
    markup`<h1>${identifier.canonical}</h1>
`,
    aboutIt(body),
    understood(identifier),
    servedAt(identifier),
    asOfSection(asOf, proofOf(body)),
  ]);
}

function aboutIt(body: Shown): Part {
  if ("claims" in body) return aboutClaims(body);
  if ("sealed" in body) return aboutSealed(body);
  return body.record === null ? aboutMember(body) : aboutRecord(body);
}

function proofOf(body: Shown): Markup | null {
  const { identifier, asOf } = body;
  if ("claims" in body || "sealed" in body) return null;
  return body.record === null
    ? proofLink("member", identifier.canonical, identifier.scheme, asOf)
    : proofLink("identifier", body.record.canonical, body.record.scheme, asOf);
}

function aboutRecord({
  record,
  owner,
  authority,
  subject,
  equivalents,
  links,
  protectedLinks,
  rights,
  rightsComplete,
  freezes,
}: ResolutionView): Part {
  return [
    frozen(freezes),
    section(
      "Record",
      facts(
        ["Owner", party(owner)],
        ["Status", badge(record.status)],
        ["Reason", record.statusReason],
        ["Registered as", [record.scheme, " ", code(record.canonical)]],
        ["Registered", [time(record.registered.time), ` in block ${record.registered.block}`]],
        ["Changed", [time(record.updated.time), ` in block ${record.updated.block}`]],
        ["Version", record.version],
        ["Digest", code(record.digest)],
        ...authorityFacts(authority),
      ),
    ),
    sameThing(equivalents),
    standsFor(subject),
    leadsTo(links),
    forYou(protectedLinks),
    mayUse(rights, rightsComplete),
  ];
}

/** For callers with a right alone: nobody else learns that there is such a record. */
function aboutSealed({ sealed, disclosure }: SealedResolutionView): Part {
  const linkset = disclosure.content?.linkset ?? {};
  const links = Object.entries(linkset).flatMap(([rel, targets]) =>
    targets.map((target) => ({ ...target, rel })),
  );
  return [
    frozen(sealed.freezes),
    section(
      "Sealed record",
      markup`<p class="note">Its identifier is shown to you, as you have a right to it. Nobody learns it from the ledger.</p>`,
      facts(
        ["Owner", party(sealed.owner)],
        ["Status", badge(sealed.status)],
        ["Reason", sealed.statusReason],
        ["Id", code(sealed.id)],
        ["Registered", [time(sealed.registered.time), ` in block ${sealed.registered.block}`]],
        ["Changed", [time(sealed.updated.time), ` in block ${sealed.updated.block}`]],
        ["Version", sealed.version],
        ...authorityFacts(sealed.authority),
      ),
    ),
    sealed.status === "active" ? leadsTo(links) : null,
    mayUse(sealed.rights, sealed.rightsComplete),
  ];
}

function aboutMember({
  batch,
  owner,
  authority,
  links,
  protectedLinks,
  freezes,
}: MemberResolutionView): Part {
  return [
    frozen(freezes),
    section(
      "Member of a batch",
      markup`<p class="note">It was issued with others, and has no record of its own yet.</p>`,
      facts(
        ["Owner", party(owner)],
        ["Status", badge(batch.status)],
        ["Batch", code(batch.id)],
        ["Place", `${batch.index} of ${batch.count}`],
        ...authorityFacts(authority),
      ),
    ),
    leadsTo(links),
    forYou(protectedLinks),
  ];
}

function aboutClaims({ claims }: ClaimsView): Part {
  const items = claims.map(
    ({ canonical, scheme, owner, status }): Part => [
      lookUp(canonical, scheme),
      " ",
      badge(status),
      " ",
      party(owner),
    ],
  );
  return section("Several parties claim it", list(items, "No claims."));
}

/** What a problem about an identifier that nobody has registered says besides. */
const unknownSchema = z.object({
  identifier: identifierSchema,
  authority: authoritySchema.nullable(),
  nearest: z.string().nullable(),
  asOf: asOfSchema,
});

/** @param input What was asked for, as far as the request told. */
export function problemPage(document: ProblemDocument, input: string): string {
  const { title, detail, hint = null, code: problem, position, type } = document;
  const box = markup`<section class="problem">
<h2>${title}</h2>
<p>${detail}</p>
<p class="note">${hint}</p>
${facts(
  ["Code", markup`<a href="${type}">${problem}</a>`],
  ["At character", typeof position === "number" ? position + 1 : null],
)}
</section>
`;
  const unknown = unknownSchema.safeParse(document);
  return page(title, input, [
    markup`<h1>${title}</h1>
`,
    box,
    unknown.success ? aboutUnknown(unknown.data) : null,
  ]);
}

function aboutUnknown({ identifier, authority, nearest, asOf }: z.infer<typeof unknownSchema>): Part {
  return [
    section(
      "What it would take",
      facts(
        ...(authority === null
          ? [
              [
                "Who may register it",
                "any party, in an aas namespace of its own, or nobody on this ledger yet",
              ] as const,
            ]
          : authorityFacts(authority)),
        ["Known at a coarser level", nearest === null ? null : lookUp(nearest, identifier.scheme)],
      ),
    ),
    understood(identifier),
    servedAt(identifier),
    asOfSection(
      asOf,
      isLedgerScheme(identifier.scheme)
        ? proofLink("identifier", identifier.canonical, identifier.scheme, asOf)
        : null,
    ),
  ];
}

function page(title: string, input: string, content: readonly Part[]): string {
  const { html } =
    markup`<search><form action="resolve" method="get"><label for="id">Identifier, as it is printed</label>
<div class="row"><input id="id" name="id" type="text" required maxlength="4096" value="${input}"><button type="submit">Look up</button></div>
</form></search>
${content}`;
  return htmlPage(title, html);
}
