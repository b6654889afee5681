/** `cadastre resolve`: ask the resolver, and with `--check` hold its answer against the chain. */
import { Command } from "commander";
import { isLedgerIdentifier, isScheme, parseIdentifier } from "../../identifiers/index.js";
import { required } from "../config/settings.js";
import { type Context, doing } from "../context.js";
import { CliError, notFound, unknownScheme } from "../errors.js";
import { openLedger } from "../ledger/session.js";
import { type Fact, facts, table, utcTime } from "../output/layout.js";
import { styled } from "../output/output.js";
import { checkAnswer, checkMember, checkUnknown, type Finding } from "../resolver/check.js";
import { type Answer, type MemberAnswer, type Resolved, resolveId } from "../resolver/client.js";

interface ResolveOptions {
  readonly scheme?: string;
  readonly check?: boolean;
}

export function resolveCommand(): Command {
  return new Command("resolve")
    .description("say what an identifier stands for, whose it is, and who may do what")
    .argument("<id>", "the identifier as it is printed")
    .option("--scheme <scheme>", "read it as one of this scheme")
    .option("--check", "compare the resolver's answer with the chain at the answer's block")
    .action(doing<ResolveOptions>(run));
}

async function run(context: Context, { scheme, check = false }: ResolveOptions, text: string): Promise<void> {
  if (scheme !== undefined && !isScheme(scheme)) throw unknownScheme(scheme);
  const identifier = parseIdentifier(text, scheme === undefined ? {} : { scheme });
  const resolved = await resolveId(required(await context.settings(), "resolverUrl"), text, scheme);
  if (resolved.kind === "claims") throw severalClaims(text, resolved);
  if (resolved.kind === "answer") {
    const findings = check ? await checkAnswer(await openLedger(context), resolved.answer) : null;
    report(context, describe(resolved.answer), resolved.body, findings);
    return;
  }
  if (resolved.kind === "member") {
    const findings = check ? await checkMember(await openLedger(context), resolved.answer) : null;
    report(context, describeMember(resolved.answer), resolved.body, findings);
    return;
  }
  const { asOf } = resolved.asked;
  if (check && isLedgerIdentifier(identifier) && asOf !== undefined) {
    const findings = await checkUnknown(await openLedger(context), identifier, asOf);
    if (findings.some(({ match }) => !match)) throw mismatch(findings);
  }
  throw notFound(
    resolved.problem.detail ?? `Nobody has registered ${identifier.canonical}.`,
    resolved.problem.hint ?? "Check the identifier.",
  );
}

function report({ output }: Context, text: string, body: unknown, findings: readonly Finding[] | null): void {
  if (findings === null) {
    output.result(text, body);
    return;
  }
  const bad = findings.filter(({ match }) => !match);
  if (bad.length > 0) throw mismatch(findings);
  const verdict = styled("green", `✓ The chain says the same in all ${findings.length} points compared.`);
  output.result(`${text}\n${verdict}`, { resolution: body, check: { match: true, findings } });
}

function mismatch(findings: readonly Finding[]): CliError {
  const bad = findings.filter(({ match }) => !match);
  const rows = bad.map(({ what, resolver, chain }) => [what, resolver, chain]);
  return new CliError(
    "CLI_MISMATCH",
    `The resolver's answer differs from the chain.\n${table(["", "resolver", "chain"], rows)}`,
    {
      hint: "Trust the chain. Tell the resolver's operator; its index should be built anew.",
      details: { findings },
    },
  );
}

function severalClaims(text: string, { claims }: Extract<Resolved, { kind: "claims" }>): CliError {
  const rows = claims.map(({ canonical, owner }) => [`aas:${canonical}`, owner.name ?? owner.address]);
  return new CliError("CLI_USAGE", `Several parties claim ${text}.\n${table(["claim", "owner"], rows)}`, {
    hint: "Choose one: cadastre resolve CLAIM",
    details: { claims },
  });
}

const named = (party: { name: string | null; address: string }): string =>
  party.name === null ? party.address : `${party.name}  ${party.address}`;

function linkFacts(links: Answer["links"]): readonly Fact[] {
  return links.map(({ rel, href, inheritedFrom }) => [
    "link",
    `${rel}  ${href}${inheritedFrom === undefined ? "" : `  (from ${inheritedFrom})`}`,
  ]);
}

function describeMember({ identifier, authority, batch, owner, links, asOf }: MemberAnswer): string {
  return facts([
    ["identifier", `${identifier.scheme} ${identifier.canonical}`],
    ["status", `${batch.status}, without a record of its own`],
    ["batch", batch.id],
    ["place", `${batch.index} of ${batch.count}`],
    ["owner", named(owner)],
    ["authority", `${authority.prefix || "root"} (${authority.status}), ${named(authority.holder)}`],
    ...linkFacts(links),
    ["as of", `block ${asOf.number}, ${utcTime(asOf.time)}, ${asOf.finality}`],
  ]);
}

function describe(answer: Answer): string {
  const { record, owner, authority, subject, links, rights, asOf } = answer;
  return facts([
    ["identifier", `${record.scheme} ${record.canonical}`],
    ["status", record.status],
    ["owner", named(owner)],
    ["authority", `${authority.prefix || "root"} (${authority.status}), ${named(authority.holder)}`],
    ...subjectFacts(subject),
    ...linkFacts(links),
    ...rights.map(
      ({ grantee, actions, scope, until }): Fact => [
        "right",
        `${named(grantee)}: ${actions.join(", ")} (${scope || "all data"}${until === null ? "" : `, until ${utcTime(until)}`})`,
      ],
    ),
    ["as of", `block ${asOf.number}, ${utcTime(asOf.time)}, ${asOf.finality}`],
  ]);
}

function subjectFacts(subject: Answer["subject"]): readonly Fact[] {
  switch (subject.kind) {
    case "none":
      return [["stands for", "nothing yet"]];
    case "twin":
      return [
        ["stands for", `${subject.twin.name} (${subject.twin.kind})`],
        ["twin", subject.twin.id],
        ["SHA-256", subject.twin.digest],
      ];
    case "party":
      return [["stands for", `party ${subject.party.name ?? subject.party.address}`]];
    case "record":
      return [["stands for", `identifier ${subject.record.canonical}`]];
  }
}
