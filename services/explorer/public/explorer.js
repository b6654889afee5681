/**
 * The explorer: asks /v1/resolve and shows the answer.
 *
 * Everything that comes from the ledger is somebody else's text: it only ever enters the page as text, and only http(s)
 * addresses become links.
 */

const form = document.getElementById("search");
const idField = document.getElementById("id");
const schemeField = document.getElementById("scheme");
const answer = document.getElementById("answer");
const progress = document.getElementById("progress");

/** An element with children; null and undefined ones are left out. */
function el(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const code = (text) => el("code", {}, text);
/** What somebody else wrote: letters that turn the direction of writing turn nothing beyond it. */
const quoted = (text) => el("bdi", {}, text);
const section = (title, ...children) => el("section", {}, el("h2", {}, title), ...children);

/** Pairs of a term and what it is; pairs without a value are left out. */
function terms(...pairs) {
  const present = pairs.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return el("dl", {}, ...present.flatMap(([term, value]) => [el("dt", {}, term), el("dd", {}, value)]));
}

function list(items, none) {
  if (items.length === 0) return el("p", { class: "note" }, none);
  return el("ul", {}, ...items.map((item) => el("li", {}, ...[item].flat())));
}

function webLink(href, text) {
  const url = URL.canParse(href) ? new URL(href) : null;
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) return text;
  return el("a", { href: url.href, rel: "noopener noreferrer nofollow" }, text);
}

const time = (seconds) => {
  const iso = new Date(seconds * 1000).toISOString();
  return el("time", { datetime: iso }, `${iso.slice(0, 16).replace("T", " ")} UTC`);
};

function party({ name, address, legalId, active }) {
  return el(
    "span",
    {},
    name === null ? "Unregistered account" : quoted(name),
    ...(legalId === null ? [] : [" (", quoted(legalId), ")"]),
    active ? null : " – not active",
    " ",
    code(address),
  );
}

const tones = {
  active: "good",
  live: "good",
  final: "good",
  released: "good",
  suspended: "warn",
  provisional: "warn",
  draft: "warn",
  deprecated: "warn",
};
const badge = (status) => el("span", { class: `status ${tones[status] ?? "bad"}` }, status);

function identifierSection({ identifier, record, authority }) {
  return section(
    "Identifier",
    terms(
      ["Canonical", code(identifier.canonical)],
      ["Scheme", identifier.scheme],
      ["Registered as", record.canonical === identifier.canonical ? null : code(record.canonical)],
      ["Status", badge(record.status)],
      ["Reason", record.statusReason && quoted(record.statusReason)],
      ["Registered", el("span", {}, time(record.registered.time), ` in block ${record.registered.block}`)],
      ["Transaction", code(record.registered.transaction)],
      ["Version", String(record.version)],
      [
        "Authority",
        el(
          "span",
          {},
          authority.prefix === "" ? "scheme's root " : code(authority.prefix),
          " ",
          badge(authority.status),
        ),
      ],
      ["Held by", party(authority.holder)],
    ),
  );
}

function twinTerms(twin) {
  return terms(
    ["Twin", quoted(twin.name)],
    ["Kind", twin.kind],
    ["State", badge(twin.state)],
    ["Owner", party(twin.owner)],
    ["Author", party(twin.author)],
    ["Version", String(twin.version.number)],
    ["Content", twin.version.mediaType && quoted(twin.version.mediaType)],
    ["SHA-256", code(twin.digest)],
    ["At", twin.version.uri === null ? null : webLink(twin.version.uri, twin.version.uri)],
  );
}

function subjectSection({ subject, subjectSharedBy }) {
  const note =
    subjectSharedBy === null
      ? null
      : el("p", { class: "note" }, "As its equivalent ", code(subjectSharedBy), " says.");
  return section("Stands for", subjectTerms(subject), note);
}

function subjectTerms(subject) {
  switch (subject.kind) {
    case "twin":
      return twinTerms(subject.twin);
    case "party":
      return el("p", {}, party(subject.party));
    case "record":
      return el("p", {}, lookUp(subject.record.canonical, subject.record.scheme));
    default:
      return el("p", { class: "note" }, "Nothing is said.");
  }
}

/** Left out where the thing has no other name. */
function equivalentsSection({ equivalents }) {
  if (equivalents.length === 0) return null;
  const items = equivalents.map(({ canonical, scheme, owner }) => [
    lookUp(canonical, scheme),
    ` – ${scheme}, of `,
    party(owner),
  ]);
  const note = "Both sides state that these are identifiers of the same thing.";
  return section("Also identified as", list(items, ""), el("p", { class: "note" }, note));
}

function linksSection({ links }) {
  const items = links.map(({ rel, href, title, inheritedFrom, sharedBy }) =>
    [
      webLink(href, quoted(title ?? href)),
      ` – ${rel.slice(rel.lastIndexOf("/") + 1)}`,
      inheritedFrom === undefined ? null : el("span", { class: "note" }, " from ", code(inheritedFrom)),
      sharedBy === undefined ? null : el("span", { class: "note" }, " by its equivalent ", code(sharedBy)),
    ].filter((part) => part !== null),
  );
  return section("Links", list(items, "No links."));
}

function rightsSection({ rights, rightsComplete }) {
  const items = rights.map((right) => [
    grantee(right),
    ` may ${right.actions.join(", ")} `,
    ...(right.scope === "" ? ["all data"] : ["“", quoted(right.scope), "”"]),
    ` of the ${right.asset.kind}`,
    ...(right.until === null ? [] : [" until ", time(right.until)]),
  ]);
  const note = rightsComplete
    ? null
    : el("p", { class: "note" }, "There are more grants than one answer goes through.");
  return section("Who may use its data", list(items, "Nobody has been granted a right."), note);
}

/** Left out where nothing is frozen. */
function freezesSection({ freezes }) {
  if (freezes.length === 0) return null;
  const items = freezes.map(({ thing, office, reason, order, frozen }) => [
    badge("frozen"),
    ` ${thing.kind} `,
    code(thing.id),
    " by ",
    office.name === null ? `office ${office.number}` : quoted(office.name),
    " since ",
    time(frozen.time),
    `: ${reason}, order `,
    code(order),
  ]);
  const note = "It stays as it is: nobody changes it or hands it over until the freeze is lifted.";
  return section("Frozen", list(items, ""), el("p", { class: "note" }, note));
}

function grantee({ granteeKind, grantee, group }) {
  switch (granteeKind) {
    case "party":
      return party(grantee);
    case "group":
      return el(
        "span",
        {},
        "Members of ",
        ...(group === null ? ["a group"] : ["“", quoted(group.name), "”"]),
      );
    default:
      return el("span", { class: "note" }, "Somebody who is not named");
  }
}

/** Where the proof of an answer is: of its identifier's record, or of its being a member of a batch. */
function proofAddress({ identifier, record, asOf }) {
  const kind = record === null ? "member" : "identifier";
  const { canonical, scheme } = record ?? identifier;
  const query = new URLSearchParams({ scheme, at: asOf.hash });
  return `/v1/proofs/${kind}/${encodeURIComponent(canonical)}?${query}`;
}

function asOfSection(body) {
  const { asOf } = body;
  return section(
    "As of",
    terms(
      ["Block", String(asOf.number)],
      ["Time", time(asOf.time)],
      ["Hash", code(asOf.hash)],
      ["Finality", badge(asOf.finality)],
      ["Proof", el("a", { href: proofAddress(body) }, "of this block, to be verified offline")],
    ),
  );
}

function addressOf(id, scheme) {
  const query = new URLSearchParams({ id });
  if (scheme) query.set("scheme", scheme);
  return `/?${query}`;
}

const lookUp = (id, scheme) => el("a", { href: addressOf(id, scheme) }, code(id));

function showResolution(body) {
  const sections = [
    freezesSection(body),
    section("Owner", el("p", {}, party(body.owner))),
    identifierSection(body),
    equivalentsSection(body),
    subjectSection(body),
    linksSection(body),
    rightsSection(body),
    asOfSection(body),
  ];
  answer.replaceChildren(...sections.filter((one) => one !== null));
}

function memberSection({ identifier, authority, batch }) {
  return section(
    "Identifier",
    terms(
      ["Canonical", code(identifier.canonical)],
      ["Scheme", identifier.scheme],
      ["Status", badge(batch.status)],
      ["Issued in batch", code(batch.id)],
      ["Place", `${batch.index} of ${batch.count}`],
      ["Record", "None of its own yet."],
      ["Authority", el("span", {}, code(authority.prefix), " ", badge(authority.status))],
      ["Held by", party(authority.holder)],
    ),
  );
}

function showMember(body) {
  answer.replaceChildren(
    section("Owner", el("p", {}, party(body.owner))),
    memberSection(body),
    linksSection(body),
    asOfSection(body),
  );
}

function showClaims({ claims }) {
  const items = claims.map(({ canonical, scheme, owner }) => [
    lookUp(canonical, scheme),
    " – ",
    party(owner),
  ]);
  answer.replaceChildren(section("Several parties claim it", list(items, "No claims.")));
}

function showProblem({ title, detail, hint, authority, nearest, scheme }) {
  const box = section(
    title ?? "Something went wrong",
    el("p", {}, detail ?? "The resolver gave no answer."),
    hint === undefined ? null : el("p", { class: "note" }, hint),
    authority ? terms(["Authority", party(authority.holder)]) : null,
    nearest ? el("p", {}, "Known at a coarser level: ", lookUp(nearest, scheme)) : null,
  );
  box.classList.add("problem");
  answer.replaceChildren(box);
}

/** Only the last question's answer is shown. */
let asked = 0;

async function resolve(id, scheme) {
  const question = ++asked;
  answer.setAttribute("aria-busy", "true");
  const query = new URLSearchParams({ id });
  if (scheme !== "") query.set("scheme", scheme);
  let show;
  try {
    const response = await fetch(`/v1/resolve?${query}`, { headers: { accept: "application/json" } });
    const body = await response.json();
    show = () => showAnswer(response.status, body);
  } catch {
    showProgress();
    show = () =>
      showProblem({
        title: "No answer",
        detail: "The resolver cannot be reached.",
        hint: "Try again in a moment.",
      });
  }
  if (question !== asked) return;
  answer.removeAttribute("aria-busy");
  show();
}

function showAnswer(status, body) {
  if (status === 300) showClaims(body);
  else if (status !== 200) showProblem(body);
  else if (body.record === null) showMember(body);
  else showResolution(body);
}

/** Shows what the address asks for. */
function showAddress() {
  const query = new URLSearchParams(location.search);
  const id = query.get("id") ?? "";
  idField.value = id;
  schemeField.value = query.get("scheme") ?? "";
  document.title = id === "" ? "Cadastre" : `${id} – Cadastre`;
  if (id === "") answer.replaceChildren();
  else resolve(id, schemeField.value);
}

async function showProgress() {
  try {
    const { ready, reason, checkpoint } = await (await fetch("/readyz")).json();
    progress.dataset.state = ready ? "ready" : "late";
    progress.textContent = ready ? `Index: block ${checkpoint.number}` : `Index: ${reason}`;
  } catch {
    progress.dataset.state = "failed";
    progress.textContent = "Index: no answer";
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  history.pushState(null, "", addressOf(idField.value.trim(), schemeField.value));
  showAddress();
});
addEventListener("popstate", showAddress);
showAddress();
showProgress();
