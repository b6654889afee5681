/** A report for people: one page to print, without scripts, with what it is known again by. */
import { utc } from "../../audit/csv.js";
import type { SignedReport } from "../../audit/document.js";
import { type Report, type Section, sections } from "../../audit/report.js";
import { type Row, rowsOf } from "../../audit/rows.js";
import { type Markup, markup } from "../http/markup.js";
import { htmlPage } from "../http/page.js";

const titles: Readonly<Record<Section, string>> = {
  owners: "Who held it",
  changes: "What changed",
  rights: "Rights",
  agreements: "Offers and agreements",
  freezes: "Freezes",
  versions: "Versions of its content",
  holdings: "What it holds",
  accesses: "Who asked for access, and what was decided",
};

export function reportPage(report: Report, { digest, kid }: SignedReport): string {
  const { subject, period, asOf, issuer, made, ledger, truncated, unproven } = report;
  const rows = rowsOf(report);
  const body = markup`<h1>Audit report</h1>
<dl>
<dt>Subject</dt><dd>${subject.kind} <code>${subject.id}</code></dd>
<dt>Period</dt><dd>${utc(period.from)} to ${utc(period.to)}</dd>
<dt>As of</dt><dd>block ${asOf.number} (${asOf.finality}), ${utc(asOf.time)}, <code>${asOf.hash}</code></dd>
<dt>Ledger</dt><dd>chain ${ledger.chainId}, first block <code>${ledger.genesis}</code></dd>
<dt>Made</dt><dd>${utc(made)} by ${issuer}</dd>
<dt>Proof</dt><dd>${unproven ?? "in the JSON form, against the hash of the block above; it shows what the ledger has words for, and all else is the issuer's word"}</dd>
</dl>
${sections.map((section) =>
  table(
    section,
    rows.filter((row) => row.section === section),
    truncated.includes(section),
  ),
)}
<h2>How to verify it</h2>
<p>This page is a copy for reading. The report itself is the JSON form, of which this is the SHA-256:</p>
<p><code>${digest}</code></p>
<p>Verification code: <strong>${codeOf(digest)}</strong>. It was signed by the key <code>${kid}</code>, which ${issuer} publishes at
/.well-known/jwks.json. <code>cadastre audit verify</code> checks the JSON form without a network, and shows digest and key.</p>`;
  return htmlPage(`Audit report of ${subject.kind} ${subject.id}`, body.html);
}

/** What people compare: the first 8 bytes of the digest. */
export const codeOf = (digest: string): string =>
  (digest.slice(2, 18).toUpperCase().match(/.{4}/g) ?? []).join("-");

function table(section: Section, rows: readonly Row[], isTruncated: boolean): Markup | null {
  if (rows.length === 0) return null;
  return markup`<h2>${titles[section]}</h2>
${isTruncated ? markup`<p>There is more than is listed here.</p>` : null}
<table>
<thead><tr><th>Block</th><th>Time</th><th>Transaction</th><th>What</th><th>Detail</th></tr></thead>
<tbody>
${rows.map(
  ({
    block,
    time,
    transaction,
    what,
    detail,
  }) => markup`<tr><td>${block}</td><td>${time === null ? null : utc(time)}</td>
<td><code>${transaction}</code></td><td>${what}</td><td>${detail}</td></tr>
`,
)}</tbody>
</table>`;
}
