/** Parts of the pages about an identifier. What stands in an answer is somebody else's text: it gets in as text alone. */
import { isFollowable } from "../../ledger/linkset.js";
import { type Markup, markup, type Part } from "../http/markup.js";
import type { ProtectedLinkView } from "../visibility/schema.js";
import type {
  AsOfView,
  AuthorityView,
  EquivalentView,
  FreezeView,
  IdentifierView,
  LinkView,
  PartyView,
  RightView,
  SubjectView,
} from "./schema.js";

export function section(title: string, ...content: readonly Part[]): Markup {
  return markup`<section>
<h2>${title}</h2>
${content}
</section>
`;
}

export type Fact = readonly [term: string, value: Part];

/** Terms with what they are; those without a value are left out. */
export function facts(...all: readonly Fact[]): Markup {
  const present = all.filter(([, value]) => value !== null && value !== "");
  return markup`<dl>${present.map(([term, value]) => markup`<dt>${term}</dt><dd>${value}</dd>`)}</dl>`;
}

export function list(items: readonly Part[], none: string): Markup {
  if (items.length === 0) return markup`<p class="note">${none}</p>`;
  return markup`<ul>${items.map((item) => markup`<li>${item}</li>`)}</ul>`;
}

export const code = (text: string): Markup => markup`<code>${text}</code>`;

/** A link where it is a web address without credentials, else the text alone. */
export function webLink(href: string, text = href): Part {
  return isFollowable(href) ? markup`<a href="${href}" rel="noopener noreferrer nofollow">${text}</a>` : text;
}

export function time(seconds: number): Part {
  const date = new Date(seconds * 1000);
  // A time that an owner wrote may lie beyond all calendars.
  if (Number.isNaN(date.getTime())) return seconds;
  const iso = date.toISOString();
  return markup`<time datetime="${iso}">${iso.slice(0, -8).replace("T", " ")} UTC</time>`;
}

const tones: Readonly<Record<string, string>> = {
  active: "good",
  live: "good",
  final: "good",
  suspended: "warn",
  provisional: "warn",
};

export function badge(status: string): Markup {
  return markup`<span class="status ${tones[status] ?? "bad"}">${status}</span>`;
}

export function party({ name, address, legalId, legalIdAttested, active }: PartyView): Part {
  const legal = legalId === null ? null : ` (${legalId}${legalIdAttested ? ", attested" : ""})`;
  return [name ?? "Unregistered account", legal, active ? null : " – not active", " ", code(address)];
}

/** The page about another identifier. */
export function lookUp(canonical: string, scheme: string): Markup {
  const query = new URLSearchParams({ id: canonical, scheme });
  return markup`<a href="resolve?${query.toString()}">${code(canonical)}</a>`;
}

export function understood({ input, form, scheme, canonical, levels, uris }: IdentifierView): Markup {
  return section(
    "Understood as",
    facts(
      ["Asked", code(input)],
      ["Form", form],
      ["Scheme", scheme],
      ["Canonical", code(canonical)],
      [
        "Part of",
        levels.length === 0
          ? null
          : list(
              levels.map((level) => lookUp(level, scheme)),
              "",
            ),
      ],
      ...Object.entries(uris).map(([name, uri]): Fact => [name, code(uri)]),
    ),
  );
}

export function servedAt({ addresses }: IdentifierView): Markup {
  return section(
    "Addresses here",
    facts(...Object.entries(addresses).map(([name, address]): Fact => [name, webLink(address)])),
  );
}

export function authorityFacts({
  prefix,
  status,
  holder,
  suspensionReason,
  expiry,
}: AuthorityView): readonly Fact[] {
  return [
    ["Authority", [prefix === "" ? "the scheme's root" : code(prefix), " ", badge(status)]],
    ["Suspended for", suspensionReason],
    ["Expires", expiry === null ? null : time(expiry)],
    ["Held by", party(holder)],
  ];
}

export function standsFor(subject: SubjectView): Markup {
  switch (subject.kind) {
    case "none":
      return section("Stands for", markup`<p class="note">Nothing is said.</p>`);
    case "party":
      return section("Stands for", markup`<p>${party(subject.party)}</p>`);
    case "record":
      return section("Stands for", markup`<p>${lookUp(subject.record.canonical, subject.record.scheme)}</p>`);
    case "twin": {
      const { id, name, kind, state, owner, author, version, digest } = subject.twin;
      return section(
        "Stands for",
        facts(
          ["Twin", name],
          ["Kind", kind],
          ["State", state],
          ["Id", code(id)],
          ["Owner", party(owner)],
          ["Author", party(author)],
          ["Version", version.number],
          ["Content", version.mediaType],
          ["SHA-256", code(digest)],
          ["At", version.uri === null ? null : webLink(version.uri)],
        ),
      );
    }
  }
}

export function leadsTo(links: readonly LinkView[]): Markup {
  const items = links.map(({ rel, href, title, type, hreflang, inheritedFrom, sharedBy, batch }): Part => {
    const about = [rel, ...(hreflang ?? []), ...(type === undefined ? [] : [type])].join(", ");
    const from = [inheritedFrom, sharedBy, batch].flatMap((origin) =>
      origin === undefined ? [] : [[" from ", code(origin)]],
    );
    return [webLink(href, title ?? href), markup` <span class="note">${about}${from}</span>`];
  });
  return section("Links", list(items, "No links."));
}

/** Links that not everybody sees; nothing where the caller may see none. */
export function forYou(links: readonly ProtectedLinkView[] = []): Part {
  if (links.length === 0) return null;
  const items = links.map(({ link: { rel, target, scope }, inheritedFrom }): Part => {
    const { href, title } = target;
    const about = scope === "" ? rel : `${rel}, of “${scope}”`;
    const from = inheritedFrom === undefined ? null : [" from ", code(inheritedFrom)];
    return [
      webLink(href, typeof title === "string" ? title : href),
      markup` <span class="note">${about}${from}</span>`,
    ];
  });
  return section("Links for you", list(items, ""));
}

export function mayUse(rights: readonly RightView[], complete: boolean): Markup {
  const items = rights.map(
    (right): Part => [
      grantee(right),
      ` may ${right.actions.join(", ")} ${right.scope === "" ? "all data" : `“${right.scope}”`} of the ${right.asset.kind}`,
      right.until === null ? null : [" until ", time(right.until)],
    ],
  );
  const note = complete
    ? null
    : markup`<p class="note">There are more grants than one answer goes through.</p>`;
  return section("Who may use its data", list(items, "Nobody has been granted a right."), note);
}

function grantee({ grantee: who, group, opened }: RightView): Part {
  if (who !== null) return party(who);
  if (opened !== undefined) return [party(opened.party), ", not named to others,"];
  return group === null ? "Somebody who is not named" : `Members of “${group.name}”`;
}

/** Nothing where nothing is frozen. */
export function frozen(freezes: readonly FreezeView[]): Part {
  if (freezes.length === 0) return null;
  const items = freezes.map(
    ({ thing, office, reason, order, frozen: { time: since } }): Part => [
      badge("frozen"),
      ` ${thing.kind} `,
      code(thing.id),
      ` by ${office.name ?? `office ${office.number}`} since `,
      time(since),
      `: ${reason}, order `,
      code(order),
    ],
  );
  const note = "It stays as it is: nobody changes it or hands it over until the freeze is lifted.";
  return section("Frozen", list(items, ""), markup`<p class="note">${note}</p>`);
}

/** @param proof Where the proof of the page is. */
export function asOfSection({ number, hash, time: at, finality }: AsOfView, proof: Markup | null): Markup {
  return section(
    "As of",
    facts(
      ["Block", number],
      ["Time", time(at)],
      ["Hash", code(hash)],
      ["Finality", badge(finality)],
      ["Proof", proof],
    ),
  );
}

/** The proof of what the ledger says of an identifier, at the block that an answer is of. */
export function proofLink(
  kind: "identifier" | "member",
  canonical: string,
  scheme: string,
  { hash }: AsOfView,
): Markup {
  const query = new URLSearchParams({ scheme, at: hash });
  const href = `proofs/${kind}/${encodeURIComponent(canonical)}?${query.toString()}`;
  return markup`<a href="${href}">of this block, to be verified offline</a>`;
}

/** Nothing where it has none. */
export function sameThing(equivalents: readonly EquivalentView[]): Part {
  if (equivalents.length === 0) return null;
  const items = equivalents.map(
    ({ canonical, scheme, status, owner }): Part => [
      lookUp(canonical, scheme),
      ` ${scheme} `,
      badge(status),
      " ",
      party(owner),
    ],
  );
  return section("Names the same thing as", list(items, ""));
}
