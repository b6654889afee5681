/** `cadastre namespace renew`, `surrender`, `emancipate`, `adopt`, and the terms on which a prefix is delegated. */
import type { Command } from "commander";
import { namespaceText } from "../../identifiers/namespaceText.js";
import type { Call } from "../../ledger/actions/call.js";
import {
  adoptTenures,
  emancipateNamespace,
  type NamespaceName,
  renewNamespace,
  surrenderNamespace,
} from "../../ledger/actions/namespaces.js";
import type { Deployment } from "../../ledger/deployment/deployment.js";
import type { NamespaceTerms } from "../../store/model.js";
import { type Context, doing, writes } from "../context.js";
import { usage } from "../errors.js";
import { carryOut } from "../ledger/carryOut.js";
import { openAccount, openLedger } from "../ledger/session.js";
import { prefixOf } from "../names/namespace.js";
import { endTime } from "../names/time.js";
import { type Fact, utcTime } from "../output/layout.js";

export interface TermOptions {
  readonly until?: string;
  readonly maxDepth?: string;
  readonly delegate: boolean;
  readonly issue: boolean;
}
interface RenewOptions {
  readonly until?: string;
  readonly forGood?: boolean;
}
interface AdoptOptions {
  readonly since?: string;
}

/** The ledger keeps expiries in 32 bits. */
const latestExpiry = 2 ** 32 - 1;

/** More levels than any parent has: as deep as it may. */
const anyDepth = 255;

/** Adds the flags that say on what terms a prefix is delegated. */
export const withTerms = (command: Command): Command =>
  command
    .option("--until <time>", "last day (through its end, UTC) or the moment at which it expires")
    .option("--max-depth <n>", "how many levels of namespaces may be delegated beneath it")
    .option("--no-delegate", "may not be delegated further: the same as --max-depth 0")
    .option("--no-issue", "may only be delegated further, not issue identifiers itself");

/** undefined where none of the flags was given. @throws CliError `CLI_USAGE` */
export function termsOf({ until, maxDepth, delegate, issue }: TermOptions): NamespaceTerms | undefined {
  if (maxDepth !== undefined && !/^(?:\d|1[0-5])$/.test(maxDepth))
    throw usage(`"${maxDepth}" is not a depth.`, "Give 0 to 15.");
  if (!delegate && maxDepth !== undefined && maxDepth !== "0")
    throw usage("--no-delegate and --max-depth contradict each other.", "Give one of them.");
  if (until === undefined && maxDepth === undefined && delegate && issue) return undefined;
  return {
    expiry: until === undefined ? 0 : expiryOf(until),
    levels: delegate ? Number(maxDepth ?? anyDepth) : 0,
    mayIssue: issue,
  };
}

function expiryOf(text: string): number {
  const expiry = endTime(text);
  if (expiry > 0 && expiry <= latestExpiry) return expiry;
  throw usage(
    `${text} is not a time at which a namespace can expire.`,
    "Give one from now to February 2106.",
  );
}

/** Terms for people; those that limit nothing are left out. */
export function termFacts(terms: NamespaceTerms | undefined): readonly Fact[] {
  if (terms === undefined) return [];
  const { expiry, levels, mayIssue } = terms;
  return [
    ["expires", expiry === 0 ? null : utcTime(expiry)],
    ["levels beneath", levels === anyDepth ? null : levels === 0 ? "none: may not delegate" : levels],
    ["issues", mayIssue ? null : "no: only delegates"],
  ];
}

export function addTermCommands(namespace: Command): void {
  writes(
    namespace
      .command("renew")
      .description("put off when a namespace expires, as the holder of the one above; also after it did")
      .argument("<namespace>")
      .option("--until <time>", "last day (through its end, UTC) or the moment at which it expires")
      .option("--for-good", "it does not expire any more"),
  ).action(doing<RenewOptions>(renew));
  writes(
    namespace
      .command("surrender")
      .description("give a namespace back, as its holder: it is expired from now on, and all beneath it too")
      .argument("<namespace>"),
    { irreversible: true },
  ).action(
    doing(
      change(
        surrenderNamespace,
        "Gave back",
        (name) => `You lose ${name}, and what you delegated beneath it ends with it. Give it back?`,
      ),
    ),
  );
  writes(
    namespace
      .command("emancipate")
      .description("make a namespace independent of those above, for ever, as the holder of the one above")
      .argument("<namespace>"),
    { irreversible: true },
  ).action(
    doing(
      change(
        emancipateNamespace,
        "Emancipated",
        (name) => `Nobody above will be able to suspend or end ${name} any more. Emancipate it?`,
      ),
    ),
  );
  writes(
    namespace
      .command("adopt")
      .description(
        "stand by what former holders of a namespace issued, as its holder; until then it is out of force",
      )
      .argument("<namespace>")
      .option("--since <epoch>", "holding epoch from which on (default: 1, all)"),
    { irreversible: true },
  ).action(doing<AdoptOptions>(adopt));
}

async function adopt(context: Context, { since = "1" }: AdoptOptions, text: string): Promise<void> {
  if (!/^[1-9]\d{0,8}$/.test(since)) throw usage(`"${since}" is not an epoch.`, "Give 1 for all, or more.");
  const name = prefixOf(text);
  const session = await openLedger(context);
  const writing = await openAccount(context, session);
  const epoch = Number(since);
  await carryOut(context, session, writing, {
    call: adoptTenures(session.deployment, name, epoch),
    done: `Adopted what was issued under ${namespaceText(name)}`,
    facts: [["from epoch", epoch]],
    question: `${namespaceText(name)} will stand by identifiers that former holders registered. Adopt them?`,
    value: { ...name, since: epoch },
  });
}

async function renew(
  context: Context,
  { until, forGood = false }: RenewOptions,
  text: string,
): Promise<void> {
  if ((until === undefined) !== forGood) throw usage("Until when?", "Give --until, or --for-good.");
  const expiry = until === undefined ? 0 : expiryOf(until);
  const name = prefixOf(text);
  const session = await openLedger(context);
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call: renewNamespace(session.deployment, name, expiry),
    done: `Renewed ${namespaceText(name)}`,
    facts: [["expires", expiry === 0 ? "never" : utcTime(expiry)]],
    value: { ...name, expiry },
  });
}

function change(
  call: (deployment: Deployment, name: NamespaceName) => Call,
  done: string,
  question: (name: string) => string,
) {
  return async (context: Context, _: object, text: string): Promise<void> => {
    const name = prefixOf(text);
    const session = await openLedger(context);
    const writing = await openAccount(context, session);
    await carryOut(context, session, writing, {
      call: call(session.deployment, name),
      done: `${done} ${namespaceText(name)}`,
      question: question(namespaceText(name)),
      value: { ...name },
    });
  };
}
