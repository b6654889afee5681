/** `cadastre resolve`: ask the resolver, and with `--check` hold its answer against the chain. */
import { Command } from "commander";
import { isScheme, parseIdentifier, type Scheme } from "../../identifiers/index.js";
import { required } from "../config/settings.js";
import { asks, type Context, doing } from "../context.js";
import { CliError, notFound, unknownScheme, usage } from "../errors.js";
import { openLedger } from "../ledger/session.js";
import { type Fact, facts, table, utcTime } from "../output/layout.js";
import { styled } from "../output/output.js";
import type { Answer, MemberAnswer, SealedAnswer } from "../resolver/answer.js";
import { openAsker } from "../resolver/asker.js";
import { type Check, checkAnswer, checkUnknown } from "../resolver/check.js";
import { checkMember } from "../resolver/checkMember.js";
import { malformed } from "../resolver/exchange.js";
import type { Finding } from "../resolver/finding.js";
import { readIdentifiers } from "../resolver/identifierList.js";
import { writeProof } from "../resolver/proof.js";
import { type Resolved, resolveId } from "../resolver/resolution.js";
import { schemeHelp } from "./identifierOptions.js";
import { resolveMany } from "./resolveMany.js";

/** An answer further behind the node's head than this many blocks is not current. */
const farBehind = 64;

interface ResolveOptions {
  readonly scheme?: string;
  readonly at?: string;
  readonly check?: boolean;
  readonly file?: string;
  readonly signed?: boolean;
  readonly proof?: string;
}

export function resolveCommand(): Command {
  const command = new Command("resolve")
    .description("say what an identifier stands for, whose it is, and who may do what")
    .argument("[id...]", "identifiers as they are printed; several are answered with a line each")
    .option("--file <file>", "more identifiers, a line each; - for standard input")
    .option("--scheme <scheme>", schemeHelp)
    .option(
      "--at <moment>",
      "as it was: a block's number, a block's hash, or a time such as 2026-01-01T00:00:00Z",
    )
    .option("--check", "compare the resolver's answer with the chain at the answer's block")
    .option("--signed", "sign the request, so that the resolver knows which party asks")
    .option("--proof <file>", "write the answer's proof there: see cadastre verify");
  return asks(command).action(doing<ResolveOptions>(run));
}

async function run(
  context: Context,
  { scheme, at, check = false, signed = false, file, proof }: ResolveOptions,
  ...given: string[]
): Promise<void> {
  if (scheme !== undefined && !isScheme(scheme)) throw unknownScheme(scheme);
  // Operands that were left out are empty.
  const [first, ...more] = given.filter((id) => id !== "");
  if (file === undefined && first !== undefined && more.length === 0) {
    await resolveOne(context, first, { scheme, at, check, signed, proof });
    return;
  }
  if (check) throw usage("--check compares one identifier.", "Give it alone: cadastre resolve ID --check");
  if (proof !== undefined)
    throw usage("A proof is of one identifier.", "Give it alone: cadastre resolve ID --proof FILE");
  const listed = file === undefined ? [] : await readIdentifiers(file, context.io.stdin);
  const ids = [...(first === undefined ? [] : [first, ...more]), ...listed];
  if (ids.length === 0)
    throw usage("No identifier is given.", "cadastre resolve ID, or cadastre resolve --file FILE");
  await resolveMany(context, ids, { scheme, at }, signed ? await openAsker(context) : null);
}

interface OneAsked {
  readonly scheme: Scheme | undefined;
  readonly at: string | undefined;
  readonly check: boolean;
  readonly signed: boolean;
  /** File for the answer's proof. */
  readonly proof: string | undefined;
}

async function resolveOne(
  context: Context,
  text: string,
  { scheme, at, check, signed, proof }: OneAsked,
): Promise<void> {
  const identifier = parseIdentifier(text, { scheme });
  const resolverUrl = required(await context.settings(), "resolverUrl");
  const asker = signed ? await openAsker(context) : null;
  const resolved = await resolveId(resolverUrl, text, { scheme, at, withProof: proof !== undefined }, asker);
  const described = async (answer: string, of: Answer | MemberAnswer, body: unknown): Promise<string> =>
    proof === undefined ? answer : `${answer}\n${await writeProof(context, proof, identifier, of, body)}`;
  switch (resolved.kind) {
    case "claims":
      throw severalClaims(text, resolved, check);
    case "answer": {
      const { answer, body } = resolved;
      const checked = check ? await checkAnswer(await openLedger(context), identifier, answer) : null;
      report(context, await described(describe(answer), answer, body), body, checked, at);
      return;
    }
    case "member": {
      const { answer, body } = resolved;
      const checked = check
        ? await checkMember(await openLedger(context), resolverUrl, identifier, answer)
        : null;
      report(context, await described(describeMember(answer), answer, body), body, checked, at);
      return;
    }
    case "sealed": {
      if (check || proof !== undefined)
        throw usage(
          "A sealed record is checked by its disclosure.",
          "Write the member `disclosure` of --json to a file: cadastre sealed verify FILE",
        );
      context.output.result(describeSealed(resolved.answer), resolved.body);
      return;
    }
    case "unknown": {
      const { asked, problem } = resolved;
      const message = problem.detail ?? `Nobody has registered ${identifier.canonical}.`;
      const hint = problem.hint ?? "Check the identifier.";
      if (!check) throw notFound(message, hint);
      if (asked.asOf === undefined) throw malformed(resolverUrl);
      const checked = await checkUnknown(await openLedger(context), identifier, asked, asked.asOf);
      throw checkedUnknown(context, { message, hint, checked }, at);
    }
  }
}

function report(
  context: Context,
  text: string,
  body: unknown,
  checked: Check | null,
  at: string | undefined,
): void {
  if (checked === null) {
    context.output.result(text, body);
    return;
  }
  const check = approved(context, checked, at);
  const { findings, notCompared } = checked;
  const verdict = styled("green", `✓ The chain says the same in all ${findings.length} points compared.`);
  const rest = styled("dim", `  Not compared: ${notCompared.join("; ")}.`);
  context.output.result(`${text}\n${verdict}\n${rest}`, { resolution: body, check });
}

function checkedUnknown(
  context: Context,
  { message, hint, checked }: { message: string; hint: string; checked: Check },
  at: string | undefined,
): CliError {
  const check = approved(context, checked, at);
  const verdict =
    checked.notCompared.length === 0
      ? "The chain has no record of it either."
      : `Not compared with the chain: ${checked.notCompared.join("; ")}.`;
  return new CliError("CLI_NOT_FOUND", `${message} ${verdict}`, { hint, details: { check } });
}

/** @throws CliError `CLI_MISMATCH` */
function approved(
  { output }: Context,
  check: Check,
  at: string | undefined,
): Check & { readonly match: true } {
  const { findings, behind } = check;
  if (findings.some(({ match }) => !match)) throw mismatch(findings);
  if (behind > farBehind && at === undefined) {
    output.note(`The answer is ${behind} blocks behind the node's head: what happened since is not in it.`);
  }
  return { match: true, ...check };
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

function severalClaims(
  text: string,
  { claims }: Extract<Resolved, { kind: "claims" }>,
  check: boolean,
): CliError {
  const rows = claims.map(({ canonical, owner }) => [`aas:${canonical}`, owner.name ?? owner.address]);
  return new CliError("CLI_USAGE", `Several parties claim ${text}.\n${table(["claim", "owner"], rows)}`, {
    hint: check
      ? "Nothing was compared. Choose one: cadastre resolve CLAIM --check"
      : "Choose one: cadastre resolve CLAIM",
    details: { claims },
  });
}

const named = (party: { name: string | null; address: string }): string =>
  party.name === null ? party.address : `${party.name}  ${party.address}`;

function linkFacts(links: Answer["links"]): readonly Fact[] {
  return links.map(({ rel, href, inheritedFrom, sharedBy, batch }) => {
    const list = batch === undefined ? undefined : "its list";
    const origin = [inheritedFrom, sharedBy, list].filter((from) => from !== undefined).join(" of ");
    return ["link", `${rel}  ${href}${origin === "" ? "" : `  (from ${origin})`}`];
  });
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

function describeSealed({ sealed, disclosure, asOf }: SealedAnswer): string {
  return facts([
    ["identifier", `${disclosure.scheme} ${disclosure.identifier}, of which the ledger does not tell`],
    ["sealed record", sealed.id],
    ["status", sealed.status],
    ["owner", named(sealed.owner)],
    ["under", disclosure.namespace],
    ["as of", `block ${asOf.number}, ${utcTime(asOf.time)}, ${asOf.finality}`],
  ]);
}

function describe(answer: Answer): string {
  const { record, owner, authority, subject, subjectSharedBy, equivalents, links, rights, freezes, asOf } =
    answer;
  return facts([
    ["identifier", `${record.scheme} ${record.canonical}`],
    ["status", record.status],
    ...freezes.map(
      ({ thing, office, reason, order }): Fact => [
        "frozen",
        `the ${thing.kind}, by ${office.name ?? `office ${office.number}`}: ${reason}, order ${order}`,
      ],
    ),
    ["owner", named(owner)],
    ["authority", `${authority.prefix || "root"} (${authority.status}), ${named(authority.holder)}`],
    ...equivalents.map((one): Fact => ["same as", `${one.uri}  of ${named(one.owner)}`]),
    ...subjectFacts(subject),
    ["as is said by", subjectSharedBy],
    ...linkFacts(links),
    ...(answer.protectedLinks ?? []).map(
      ({ link: { rel, target, scope } }): Fact => [
        "protected link",
        `${rel}  ${target.href || JSON.stringify(target)}  (${scope || "all data"})`,
      ],
    ),
    ...rights.map(
      ({ grantee, group, actions, scope, until }): Fact => [
        "right",
        `${grantee === null ? (group === null ? "somebody who is not named" : `group ${group.name}`) : named(grantee)}: ${actions.join(", ")} (${scope || "all data"}${until === null ? "" : `, until ${utcTime(until)}`})`,
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
        ["state", subject.twin.state],
        ["SHA-256", subject.twin.digest],
      ];
    case "party":
      return [["stands for", `party ${subject.party.name ?? subject.party.address}`]];
    case "record":
      return [["stands for", `identifier ${subject.record.canonical}`]];
  }
}
