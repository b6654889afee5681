/** `cadastre twin derive`, `close` and `component`: what a twin comes from and what it is made of. */
import type { Command } from "commander";
import {
  closeToDerivation,
  composeTwin,
  decomposeTwin,
  deriveTwin,
  refuseComponent,
  type TwinComponent,
  type TwinParent,
} from "../../ledger/actions/twinRelations.js";
import { readLicence } from "../../ledger/reads/twinParts.js";
import type { Digest, TwinId } from "../../store/model.js";
import { type Context, doing, writes } from "../context.js";
import { CliError, usage } from "../errors.js";
import { carryOut } from "../ledger/carryOut.js";
import { type LedgerSession, openAccount, openLedger } from "../ledger/session.js";
import { licenceUri } from "../ledger/twinEvents.js";
import { twinArgument, twinReference } from "../names/asset.js";
import { documentDigest } from "../names/digest.js";
import type { Fact } from "../output/layout.js";

interface DeriveOptions {
  readonly accept?: readonly string[];
}
interface RefuseOptions {
  readonly reason: string;
}

const largestQuantity = 2 ** 32 - 1;

export function addRelationCommands(twin: Command): void {
  writes(
    twin
      .command("derive")
      .description(
        "name a twin's parents, once for ever: the type of which it is an instance, others from which it derives",
      )
      .argument("<twin>", twinArgument)
      .argument("<parents...>", "1 to 8 twins")
      .option("--accept <terms...>", "licence terms of the parents that you take: files, or their SHA-256"),
    { irreversible: true },
  ).action(doing<DeriveOptions>(derive));
  writes(
    twin
      .command("close")
      .description("close a twin from which nothing comes yet to derivation, for ever; it may have instances")
      .argument("<twin>", twinArgument),
    { irreversible: true },
  ).action(doing(close));
  const component = twin.command("component").description("bills of material, across owners");
  writes(
    component
      .command("add")
      .description("list components of an assembly that is yours; their owners have to permit it")
      .argument("<assembly>", twinArgument)
      .argument("<components...>", "1 to 64 twins, each with its quantity: ID, FILE, ID=4"),
  ).action(doing(add));
  writes(
    component
      .command("remove")
      .description("take components out of an assembly that is yours")
      .argument("<assembly>", twinArgument)
      .argument("<components...>", "1 to 64 twins"),
  ).action(doing(remove));
  writes(
    component
      .command("refuse")
      .description("end the listing of a twin that is yours in somebody's assembly")
      .argument("<assembly>", twinArgument)
      .argument("<component>", "your twin")
      .option("--reason <text>", "why, for everybody to read", ""),
  ).action(doing<RefuseOptions>(refuse));
}

async function derive(
  context: Context,
  { accept = [] }: DeriveOptions,
  text: string,
  ...names: readonly string[]
): Promise<void> {
  const accepted = new Set(await Promise.all(accept.map(documentDigest)));
  const session = await openLedger(context);
  const twin = await twinReference(session, text);
  const parents = await Promise.all(names.map((name) => parentOf(session, name, accepted)));
  const offered = new Set(parents.map(({ licence }) => licence));
  for (const digest of accepted) {
    if (!offered.has(digest))
      throw usage(`None of the parents offers the terms ${digest} now.`, "See: cadastre twin show");
  }
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call: deriveTwin(session.deployment, twin, parents),
    done: `Named the parents of ${twin}`,
    facts: parents.map(
      ({ twin: parent, licence }): Fact => [
        "parent",
        `${parent}  ${licence === null ? "" : `under ${licence}`}`,
      ],
    ),
    value: { twin, parents },
    question: `The parents of ${text}, and the licence terms that you take from them, stand for ever. Name them?`,
  });
}

/** @throws CliError `CLI_USAGE` where the parent offers terms that were not accepted. */
async function parentOf(
  session: LedgerSession,
  text: string,
  accepted: ReadonlySet<Digest>,
): Promise<TwinParent> {
  const twin = await twinReference(session, text);
  const licence = await readLicence(session.provider, session.deployment, twin);
  const digest = licence?.digest ?? null;
  if (digest === null || accepted.has(digest)) return { twin, licence: digest };
  const uri = await licenceUri(session, twin);
  throw new CliError("CLI_USAGE", `The twin ${twin} comes under licence terms that you did not accept.`, {
    hint: `Read them${uri === "" ? "" : ` (${uri})`}, and if you take them: --accept ${digest}`,
    details: { parent: twin, licence: digest, uri },
  });
}

async function close(context: Context, _: object, text: string): Promise<void> {
  const session = await openLedger(context);
  const twin = await twinReference(session, text);
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call: closeToDerivation(session.deployment, twin),
    done: `Closed ${twin} to derivation`,
    value: { twin },
    question: `Nothing will ever be derived from ${text}, nor from its instances. Close it?`,
  });
}

async function add(context: Context, _: object, text: string, ...lines: readonly string[]): Promise<void> {
  const session = await openLedger(context);
  const whole = await twinReference(session, text);
  const components = await Promise.all(lines.map((line) => componentOf(session, line)));
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call: composeTwin(session.deployment, whole, components),
    done: `Listed ${counted(components.length)} of ${whole}`,
    facts: components.map(({ twin, quantity }): Fact => ["component", `${quantity} × ${twin}`]),
    value: { twin: whole, components },
  });
}

/** @throws CliError `CLI_USAGE` */
async function componentOf(session: LedgerSession, text: string): Promise<TwinComponent> {
  const [, name = text, count = "1"] = /^(.+)=(\d+)$/.exec(text) ?? [];
  const quantity = Number(count);
  if (quantity < 1 || quantity > largestQuantity)
    throw usage(`"${count}" is not a quantity.`, `Give 1 to ${largestQuantity}.`);
  return { twin: await twinReference(session, name), quantity };
}

async function remove(context: Context, _: object, text: string, ...names: readonly string[]): Promise<void> {
  const session = await openLedger(context);
  const whole = await twinReference(session, text);
  const components: readonly TwinId[] = await Promise.all(names.map((name) => twinReference(session, name)));
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call: decomposeTwin(session.deployment, whole, components),
    done: `Took ${counted(components.length)} out of ${whole}`,
    facts: components.map((component): Fact => ["component", component]),
    value: { twin: whole, components },
  });
}

async function refuse(
  context: Context,
  { reason }: RefuseOptions,
  text: string,
  name: string,
): Promise<void> {
  const session = await openLedger(context);
  const whole = await twinReference(session, text);
  const component = await twinReference(session, name);
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call: refuseComponent(session.deployment, whole, component, reason),
    done: `Refused that ${whole} lists ${component}`,
    value: { twin: whole, component, reason },
  });
}

const counted = (count: number): string => (count === 1 ? "a component" : `${count} components`);
