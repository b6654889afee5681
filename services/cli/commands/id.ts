/** `cadastre id`: identifier records. */
import { Command } from "commander";
import { uriForm } from "../../identifiers/index.js";
import { namespaceText } from "../../identifiers/namespaceText.js";
import {
  registerIdentifier,
  resumeRecord,
  retireRecord,
  suspendRecord,
  updateContent,
} from "../../ledger/actions/identifiers.js";
import { recordId, schemeId } from "../../ledger/ids.js";
import { encodeLinkset } from "../../ledger/linkset.js";
import { readLocked } from "../../ledger/reads/identifiers.js";
import { linksIn } from "../../ledger/sameAs.js";
import { type Context, doing, writes } from "../context.js";
import { CliError, schemeMissing, usage } from "../errors.js";
import { carryOut } from "../ledger/carryOut.js";
import { readEquivalents, readSide } from "../ledger/equivalents.js";
import { locate, locateRecord } from "../ledger/locate.js";
import { readContent } from "../ledger/recordContent.js";
import { openAccount, openLedger } from "../ledger/session.js";
import { type IdentifierFlags, ledgerIdentifier } from "../names/asset.js";
import { standingText } from "../names/namespace.js";
import { partyAddress } from "../names/party.js";
import { type Fact, facts } from "../output/layout.js";
import {
  addLink,
  type ContentOptions,
  contentFacts,
  subjectOf,
  withContent,
  withIdentifier,
} from "./contentOptions.js";
import { addEquivalentCommands } from "./idEquivalents.js";
import { addProtectCommands } from "./idProtect.js";
import { registerManyCommand } from "./registerMany.js";

interface RegisterOptions extends IdentifierFlags, ContentOptions {
  readonly for?: string;
}
interface ChangeOptions extends IdentifierFlags, ContentOptions {
  readonly replace?: boolean;
}
interface StatusOptions extends IdentifierFlags {
  readonly reason: string;
}

export function idCommand(): Command {
  const id = new Command("id").description(
    "register identifiers, say what they stand for and where they lead",
  );
  writes(
    withContent(
      withIdentifier(
        id.command("register").description("register an identifier under a namespace that the key holds"),
      ),
    ).option("--for <party>", "party that owns the record (default: the acting party)"),
  ).action(doing<RegisterOptions>(register));
  id.addCommand(registerManyCommand());
  writes(
    withContent(
      withIdentifier(id.command("link").description("add a link, or change what the identifier stands for")),
    ).option("--replace", "put the link in place of all links of its relation"),
  ).action(doing<ChangeOptions>(link));
  addEquivalentCommands(id);
  addProtectCommands(id);
  withIdentifier(id.command("show").description("show a record as the chain has it")).action(
    doing<IdentifierFlags>(show),
  );
  for (const [name, what, irreversible] of [
    ["suspend", "suspend a record: it says nothing until resumed", false],
    ["resume", "end a suspension", false],
    ["retire", "end a record for ever; its identifier is never used again", true],
  ] as const) {
    writes(
      withIdentifier(id.command(name).description(what)).requiredOption(
        "--reason <text>",
        "why, for everybody to read",
      ),
      { irreversible },
    ).action(doing<StatusOptions>((context, options, text) => changeStatus(context, options, text, name)));
  }
  return id;
}

async function register(context: Context, options: RegisterOptions, text: string): Promise<void> {
  const identifier = ledgerIdentifier(text, options);
  const session = await openLedger(context);
  const linkset = addLink({}, options, false);
  const subject = (await subjectOf(context, session, options)) ?? { kind: "none" };
  const { authority } = await locate(session, identifier);
  if (authority === null) throw schemeMissing(identifier.scheme);
  if (authority.state.standing !== "live") {
    throw new CliError(
      "CLI_NOT_AUTHORISED",
      `The namespace ${namespaceText(authority)} ${standingText(authority.state)}.`,
      { hint: "Nothing is registered beneath it until it is reinstated: ask whoever suspended it." },
    );
  }
  const writing = await openAccount(context, session);
  const owner = options.for === undefined ? writing.party : await partyAddress(context, options.for);
  const { scheme, canonical } = identifier;
  const name = { scheme, identifier: canonical };
  const prefixLength = Buffer.byteLength(authority.prefix);
  const content = { subject, linkset: encodeLinkset(linkset) };
  const record = recordId(schemeId(scheme), canonical);
  await carryOut(context, session, writing, {
    call: registerIdentifier(session.deployment, name, prefixLength, content, owner),
    done: `Registered ${scheme} ${canonical}`,
    facts: [
      ["record", record],
      ["under", namespaceText(authority)],
      ["owner", owner],
      ...contentFacts(subject, linkset),
    ],
    value: { record, scheme, canonical, owner, subject, linkset },
  });
}

async function link(context: Context, options: ChangeOptions, text: string): Promise<void> {
  const identifier = ledgerIdentifier(text, options);
  const session = await openLedger(context);
  const located = await locateRecord(session, identifier);
  const present = await readContent(session, located);
  const subject = (await subjectOf(context, session, options)) ?? present.subject;
  const linkset = addLink(present.linkset ?? {}, options, options.replace ?? false);
  if (options.link === undefined && subject === present.subject) {
    throw usage("Nothing to change.", "Give --link, --twin, --subject-party or --record.");
  }
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call: updateContent(session.deployment, located.name, { subject, linkset: encodeLinkset(linkset) }),
    done: `Updated ${identifier.scheme} ${identifier.canonical}`,
    facts: [
      ["record", located.id],
      ["version", located.state.version + 1],
      ...contentFacts(subject, linkset),
    ],
    value: {
      record: located.id,
      scheme: identifier.scheme,
      canonical: identifier.canonical,
      subject,
      linkset,
    },
  });
}

async function show(context: Context, options: IdentifierFlags, text: string): Promise<void> {
  const session = await openLedger(context);
  const located = await locateRecord(session, ledgerIdentifier(text, options));
  const { identifier, id, state, namespace } = located;
  const side = await readSide(session, located);
  const { subject, linkset } = side.content;
  const equivalents = await readEquivalents(session, side);
  const locked = await readLocked(session.provider, session.deployment, id);
  const under = namespace.state;
  const but =
    under.standing !== "live"
      ? `its namespace ${standingText(under)}`
      : state.namespaceEpoch < under.answersSince
        ? "a former tenure of its namespace issued it"
        : null;
  const status = but === null ? state.status : `${state.status}, but ${but}`;
  context.output.result(
    facts([
      ["identifier", `${identifier.scheme} ${identifier.canonical}`],
      ["record", id],
      ["status", status],
      ["owner", locked ? `${state.owner}, for ever` : state.owner],
      ["under", `${namespaceText(namespace)}  ${namespace.state.holder}`],
      ["version", state.version],
      ...contentFacts(subject, linksIn(linkset ?? {})),
      ...equivalents.map(
        ({ stated, agreement }): Fact => ["same as", `${uriForm(stated.identifier)}  (${agreement})`],
      ),
    ]),
    {
      scheme: identifier.scheme,
      canonical: identifier.canonical,
      record: id,
      ...state,
      locked,
      namespace: { prefix: namespace.prefix, ...namespace.state },
      subject,
      linkset,
      sameAs: equivalents.map(({ stated, agreement }) => ({
        uri: uriForm(stated.identifier),
        record: stated.id,
        agreement,
      })),
    },
  );
}

async function changeStatus(
  context: Context,
  options: StatusOptions,
  text: string,
  change: "suspend" | "resume" | "retire",
): Promise<void> {
  const session = await openLedger(context);
  const { identifier, id, name } = await locateRecord(session, ledgerIdentifier(text, options));
  const writing = await openAccount(context, session);
  const action = { suspend: suspendRecord, resume: resumeRecord, retire: retireRecord }[change];
  const done = { suspend: "Suspended", resume: "Resumed", retire: "Retired" }[change];
  const { canonical, scheme } = identifier;
  await carryOut(context, session, writing, {
    call: action(session.deployment, name, options.reason),
    done: `${done} ${scheme} ${canonical}`,
    facts: [["record", id]],
    value: { record: id, scheme, canonical, reason: options.reason },
    ...(change === "retire" && { question: `Retire ${scheme} ${canonical} for ever?` }),
  });
}
