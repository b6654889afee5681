/** `cadastre sealed register`: identifiers that the ledger does not learn, hundreds in one transaction. */
import { readFile } from "node:fs/promises";
import { Command } from "commander";
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { namespaceText } from "../../identifiers/namespaceText.js";
import { unreadable } from "../../importers/digest.js";
import type { Call } from "../../ledger/actions/call.js";
import { registerManySealed, registerSealed } from "../../ledger/actions/sealedRecords.js";
import type { Deployment } from "../../ledger/deployment/deployment.js";
import { schemeId, sealedId, sealOf } from "../../ledger/ids.js";
import { type NamespaceState, readNamespace } from "../../ledger/reads/namespaces.js";
import { readSealedRecord } from "../../ledger/reads/sealedRecords.js";
import type { SealSecret } from "../../ledger/sealed.js";
import { digestOf, type SealedContent } from "../../ledger/sealedContent.js";
import type { Address, Digest, Seal } from "../../store/model.js";
import { type Context, doing, writes } from "../context.js";
import { CliError, notFound, schemeMissing, usage } from "../errors.js";
import { carryOut } from "../ledger/carryOut.js";
import { issuerOf } from "../ledger/locate.js";
import { type LedgerSession, openAccount, openLedger } from "../ledger/session.js";
import { type IdentifierFlags, ledgerIdentifier } from "../names/asset.js";
import {
  carriesPrefix,
  type NamespaceReference,
  type PlacedNamespace,
  parseNamespace,
  standingText,
} from "../names/namespace.js";
import { partyAddress } from "../names/party.js";
import { facts } from "../output/layout.js";
import { type Kept, type KeptOptions, keep, keptFile } from "../sealed/kept.js";
import { readSecret } from "../sealed/secret.js";
import { addLink, type ContentOptions, contentFacts, subjectOf, withContent } from "./contentOptions.js";
import { withFlags, withKept } from "./sealedOptions.js";

interface RegisterOptions extends IdentifierFlags, ContentOptions, KeptOptions {
  readonly secretFile: string;
  readonly file?: string;
  readonly namespace?: string;
  readonly for?: string;
  readonly locked?: boolean;
}

/** An identifier with what goes on the ledger in its place, and what is kept of it. */
interface Sealing {
  readonly namespace: PlacedNamespace;
  readonly seal: Seal;
  readonly digest: Digest | null;
  readonly kept: Kept;
}

/** As many as one call of the registry takes. */
const mostInOneCall = 300;

export function sealedRegisterCommand(): Command {
  return writes(
    withContent(
      withFlags(
        withKept(
          new Command("register")
            .description("register identifiers in secret, under sealed namespaces that the key holds")
            .argument("[ids...]", "the identifiers as they are printed, or in canonical form"),
        )
          .requiredOption("--secret-file <file>", "secret to seal with: see sealed secret")
          .option("--file <list>", "text file with more identifiers, one a line")
          .option(
            "--namespace <namespace>",
            "namespace that issues them all; the node is then told no other prefix of theirs",
          ),
      ),
    )
      .option("--for <party>", "party that owns the records (default: the acting party)")
      .option("--locked", "they never change hands"),
  ).action(
    doing<RegisterOptions>((context, options, ...texts) =>
      register(
        context,
        options,
        texts.filter((text) => text !== ""),
      ),
    ),
  );
}

async function register(context: Context, options: RegisterOptions, texts: readonly string[]): Promise<void> {
  const issuer = options.namespace === undefined ? null : parseNamespace(options.namespace);
  const identifiers = distinct([...texts, ...(await listed(options.file))], options);
  const secret = await readSecret(options.secretFile);
  const session = await openLedger(context);
  const content: SealedContent = {
    subject: (await subjectOf(context, session, options)) ?? { kind: "none" },
    linkset: addLink({}, options, false),
  };
  const all = await sealings(session, identifiers, issuer, secret, content);
  const fresh = await unregistered(session, all);
  const unchanged = all.length - fresh.length;
  if (fresh.length === 0) {
    context.output.result(facts([["unchanged", unchanged]]), { registered: [], unchanged });
    return;
  }
  const writing = await openAccount(context, session);
  const owner = options.for === undefined ? writing.party : await partyAddress(context, options.for);
  const locked = options.locked ?? false;
  const calls = callsFor(session.deployment, fresh, owner, locked);
  const last = calls.at(-1);
  if (last === undefined) return;
  const file = keptFile(context.home, options);
  if (context.flags.dryRun !== true)
    await keep(
      file,
      fresh.map(({ kept }) => kept),
    );
  const [only] = fresh.length === 1 ? fresh : [];
  await carryOut(context, session, writing, {
    before: calls.slice(0, -1),
    call: last,
    done: `Registered ${fresh.length === 1 ? "a sealed record" : `${fresh.length} sealed records`}`,
    facts: [
      ["record", only?.kept.record],
      ["unchanged", unchanged === 0 ? null : unchanged],
      ...[...new Set(fresh.map(({ kept }) => kept.namespace))].map((name) => ["under", name] as const),
      ["owner", owner],
      ...contentFacts(content.subject, content.linkset),
      ["kept in", file],
    ],
    value: {
      registered: fresh.map(({ kept: { record, scheme, identifier }, seal, digest }) => ({
        record,
        scheme,
        identifier,
        seal,
        digest,
      })),
      unchanged,
      owner,
      locked,
      kept: file,
    },
  });
}

async function listed(file: string | undefined): Promise<readonly string[]> {
  if (file === undefined) return [];
  try {
    const lines = (await readFile(file, "utf8")).split(/\r?\n/);
    return lines.map((line) => line.trim()).filter((line) => line !== "");
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

/** @throws CliError `CLI_USAGE` for none, and for one that is given twice: each is sealed once. */
function distinct(texts: readonly string[], flags: IdentifierFlags): readonly LedgerIdentifier[] {
  const found = new Map<string, LedgerIdentifier>();
  for (const text of texts) {
    const identifier = ledgerIdentifier(text, flags);
    const key = `${identifier.scheme} ${identifier.canonical}`;
    if (found.has(key)) throw usage(`${key} is given twice.`, "An identifier is sealed once.");
    found.set(key, identifier);
  }
  if (found.size === 0) throw usage("Which identifiers?", "Give some, or a list of them: --file.");
  return [...found.values()];
}

async function sealings(
  { provider, deployment }: LedgerSession,
  identifiers: readonly LedgerIdentifier[],
  issuer: NamespaceReference | null,
  secret: SealSecret,
  content: SealedContent,
): Promise<readonly Sealing[]> {
  // Identifiers of one list lie under a few prefixes.
  const known = new Map<string, Promise<NamespaceState | null>>();
  const read = (name: NamespaceReference): Promise<NamespaceState | null> => {
    const key = namespaceText(name);
    const state = known.get(key) ?? readNamespace(provider, deployment, name);
    known.set(key, state);
    return state;
  };
  const made: Sealing[] = [];
  for (const identifier of identifiers) {
    const found = await (issuer === null ? issuerOf(identifier, read) : named(identifier, issuer, read));
    made.push(sealed(deployment, identifier, sealing(identifier, found), secret, content));
  }
  return made;
}

/** @throws CliError `CLI_USAGE` where the identifier is not of that namespace, `CLI_NOT_FOUND` */
async function named(
  identifier: LedgerIdentifier,
  name: NamespaceReference,
  read: (name: NamespaceReference) => Promise<NamespaceState | null>,
): Promise<PlacedNamespace> {
  const title = namespaceText(name);
  if (!carriesPrefix(identifier, name))
    throw usage(`${identifier.canonical} does not carry the prefix of ${title}.`, "Leave it out.");
  const state = await read(name);
  if (state !== null) return { ...name, state };
  throw notFound(`The namespace ${title} is not delegated.`, "Delegate it: cadastre namespace delegate");
}

/** @throws CliError `CLI_NOT_FOUND`, `CLI_NOT_AUTHORISED` where the namespace does not issue sealed records now. */
function sealing({ scheme }: LedgerIdentifier, namespace: PlacedNamespace | null): PlacedNamespace {
  if (namespace === null) throw schemeMissing(scheme);
  const name = namespaceText(namespace);
  if (namespace.state.standing !== "live")
    throw new CliError("CLI_NOT_AUTHORISED", `The namespace ${name} ${standingText(namespace.state)}.`, {
      hint: "Nothing is registered beneath it until it is in force again.",
    });
  if (!namespace.state.sealed)
    throw new CliError(
      "CLI_NOT_AUTHORISED",
      `The namespace ${name} is not sealed: it registers in the open.`,
      {
        hint: `Seal it first: cadastre namespace seal ${name}`,
      },
    );
  return namespace;
}

function sealed(
  { chainId, contracts }: Deployment,
  { scheme, canonical }: LedgerIdentifier,
  namespace: PlacedNamespace,
  secret: SealSecret,
  content: SealedContent,
): Sealing {
  const salt = secret.saltOf(schemeId(scheme), canonical);
  const contentSalt = secret.contentSaltOf(schemeId(scheme), canonical, 1);
  const seal = sealOf(schemeId(scheme), canonical, salt);
  return {
    namespace,
    seal,
    digest: digestOf(content, contentSalt),
    kept: {
      chain: chainId,
      registry: contracts.sealedRecords,
      record: sealedId(namespace.state.id, seal),
      namespace: namespaceText(namespace),
      scheme,
      identifier: canonical,
      salt,
      version: 1,
      content,
      contentSalt,
    },
  };
}

/** Those that are not on the ledger yet: a list that was cut short can be given again. */
async function unregistered(
  { provider, deployment }: LedgerSession,
  all: readonly Sealing[],
): Promise<readonly Sealing[]> {
  const fresh: Sealing[] = [];
  for (const some of chunks(all)) {
    const states = await Promise.all(
      some.map(({ kept }) => readSealedRecord(provider, deployment, kept.record)),
    );
    fresh.push(...some.filter((_, index) => states[index] === null));
  }
  return fresh;
}

function callsFor(
  deployment: Deployment,
  fresh: readonly Sealing[],
  owner: Address,
  locked: boolean,
): readonly Call[] {
  const groups = new Map<string, Sealing[]>();
  for (const one of fresh) {
    const group = groups.get(one.kept.namespace);
    if (group === undefined) groups.set(one.kept.namespace, [one]);
    else group.push(one);
  }
  return [...groups.values()].flatMap((group) =>
    [...chunks(group)].flatMap((some) => {
      const [first, second] = some;
      if (first === undefined) return [];
      const { scheme, prefix } = first.namespace;
      return second === undefined && !locked
        ? [registerSealed(deployment, { scheme, prefix, seal: first.seal }, first.digest, owner)]
        : [registerManySealed(deployment, scheme, prefix, some, owner, locked)];
    }),
  );
}

function* chunks<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let from = 0; from < items.length; from += mostInOneCall)
    yield items.slice(from, from + mostInOneCall);
}
