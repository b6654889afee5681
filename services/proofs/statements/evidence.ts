/** What is proven of anchored bundles, and what is not. */
import type { AnchorAnswer } from "../answers/anchor.js";
import type { BundleAnswer } from "../answers/bundle.js";
import { partyStatements } from "./parties.js";
import { type Statements, statement, timeText } from "./statement.js";

export function bundleStatements({ root, author, bundle }: BundleAnswer): Statements {
  if (bundle === null)
    return {
      proven: [
        statement("BUNDLE_ABSENT", `${author.party} has not anchored the bundle ${root}.`),
        ...partyStatements(author),
      ],
      open: [],
    };
  const { anchoredAt, count, supersedes, supersededBy } = bundle;
  const before = supersedes === null ? "" : ` It takes the place of ${supersedes}.`;
  const after = supersededBy === null ? "" : ` ${supersededBy} took its place.`;
  return {
    proven: [
      statement(
        "BUNDLE",
        `${author.party} anchored the bundle ${root}, of ${count} digests, at ${timeText(anchoredAt)}.${before}${after}`,
      ),
      ...partyStatements(author),
    ],
    open: [statement("OPEN_BUNDLE", "Which digests are in it: each is shown by a path to the root.")],
  };
}

export const anchorStatements = ({ digest, author, anchoredAt }: AnchorAnswer): Statements => ({
  proven: [
    anchoredAt === null
      ? statement("ANCHOR_ABSENT", `${author.party} has not anchored the digest ${digest}.`)
      : statement(
          "ANCHOR",
          `${author.party} anchored the digest ${digest}, for the first time at ${timeText(anchoredAt)}.`,
        ),
    ...partyStatements(author),
  ],
  open:
    anchoredAt === null
      ? []
      : [statement("OPEN_DIGEST", "Of what it is the digest, and whether that is so.")],
});
