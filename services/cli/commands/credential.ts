/** `cadastre credential`: W3C credentials of what the ledger says, and whether one is genuine and still holds. */
import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { z } from "zod";
import type { Credential } from "../../credentials/credential.js";
import type { IssuerDocument } from "../../credentials/issuerDocument.js";
import { checkStatus } from "../../credentials/status.js";
import { verifyCredential } from "../../credentials/verify.js";
import { webStem } from "../../identifiers/did/web.js";
import { unreadable } from "../../importers/digest.js";
import { toAddress, toHex } from "../../ledger/hex.js";
import type { Thing } from "../../store/model.js";
import { required } from "../config/settings.js";
import { asks, type Context, doing } from "../context.js";
import { usage } from "../errors.js";
import { openLedger } from "../ledger/session.js";
import { ledgerIdentifier } from "../names/asset.js";
import { thingReference } from "../names/thing.js";
import { writeFileFor } from "../output/file.js";
import { facts } from "../output/layout.js";
import { openAsker } from "../resolver/asker.js";
import { askForCredential, fetchIssuer, fetchList, issuerIn, type Wanted } from "../resolver/credentials.js";

interface IssueFlags {
  readonly out?: string;
  readonly signed?: boolean;
  readonly opening?: string;
}

interface VerifyFlags {
  readonly issuer?: string;
  readonly didDocument?: string;
  readonly offline?: boolean;
}

export function credentialCommand(): Command {
  const command = new Command("credential").description(
    "W3C credentials of ownership, of registrations and of rights: have them issued, and verify them",
  );
  const issuing = command
    .command("issue")
    .description("have the resolver certify what the ledger says")
    .argument("<claim>", "ownership (of a thing), registration (of an identifier), or right (a grant)")
    .argument("<thing>", "twin:ID, an identifier, sealed:ID, batch:ID, namespace:SCHEME:PREFIX, or grant:ID")
    .option("--out <file>", "where to write it (default: print it)")
    .option("--signed", "ask as a party: a blinded right is certified to its grantee and grantor alone")
    .option(
      "--opening <file>",
      "of a blinded right: the file with party and salt that the grant was given with",
    );
  asks(issuing).action(doing<IssueFlags>(issue));
  command
    .command("verify")
    .description("see whether a credential is genuine, and whether it still holds")
    .argument("<file>", "the credential, as it was handed out")
    .option("--issuer <did>", "whom to trust (default: the configured resolver)")
    .option("--did-document <file>", "the issuer's DID document, instead of fetching it")
    .option("--offline", "only whether it is genuine; needs --did-document")
    .action(doing<VerifyFlags>(verify));
  return command;
}

async function issue(context: Context, flags: IssueFlags, claim: string, text: string): Promise<void> {
  const resolverUrl = required(await context.settings(), "resolverUrl");
  const { thing } = await thingReference(context, await openLedger(context), text, {});
  const wanted = await wantedOf(claim, thing, text, flags);
  const token = await askForCredential(
    resolverUrl,
    wanted,
    flags.signed === true ? await openAsker(context) : null,
  );
  if (flags.out === undefined) {
    context.output.document(token);
    return;
  }
  await writeFileFor(flags.out, `${token}\n`);
  context.output.result(`Written to ${flags.out}. Check it: cadastre credential verify ${flags.out}`, {
    thing,
    claim,
    file: flags.out,
  });
}

function identifierBody(text: string): Wanted["body"] {
  const { canonical: identifier, scheme } = ledgerIdentifier(text.replace(/^id:/, ""), {});
  return { kind: "identifier", identifier, scheme };
}

async function wantedOf(claim: string, thing: Thing, text: string, { opening }: IssueFlags): Promise<Wanted> {
  switch (claim) {
    case "ownership":
      if (thing.kind !== "party" && thing.kind !== "grant") return { claim, body: { ...thing } };
      throw usage(`Nobody owns a ${thing.kind}.`, "Name a twin, an identifier, a batch or a namespace.");
    case "registration":
      if (thing.kind === "sealed") return { claim, body: { ...thing } };
      // By its name: it may have no record of its own, as a member of a batch.
      if (thing.kind === "record") return { claim, body: identifierBody(text) };
      throw usage(`A ${thing.kind} is no identifier.`, "Name an identifier, or sealed:ID.");
    case "right": {
      if (thing.kind !== "grant") throw usage(`A ${thing.kind} is no right.`, "Name a grant: grant:ID.");
      const opened = opening === undefined ? {} : { opening: await openingIn(opening) };
      return { claim, body: { grant: thing.id, ...opened } };
    }
    default:
      throw usage(`There are no credentials of "${claim}".`, "It is ownership, registration or right.");
  }
}

const openingSchema = z.object({
  party: z.string().transform((text) => toAddress(text.toLowerCase())),
  salt: z.string().transform(toHex),
});

/** The file that `right grant --blinded` leaves for the grantee. */
async function openingIn(file: string): Promise<z.infer<typeof openingSchema>> {
  try {
    return openingSchema.parse(JSON.parse(await textOf(file)));
  } catch (cause) {
    if (cause instanceof SyntaxError || cause instanceof z.ZodError)
      throw usage(
        `${file} does not have a party and a salt.`,
        "Give the file that `right grant --blinded` wrote.",
      );
    throw cause;
  }
}

async function verify(context: Context, flags: VerifyFlags, file: string): Promise<void> {
  const token = (await textOf(file)).trim();
  const { resolverUrl } = await context.settings();
  const document = await issuerOf(flags, resolverUrl);
  const now = Math.floor(Date.now() / 1000);
  const credential = await verifyCredential(token, document, now);
  const asOf = flags.offline === true ? null : await checkStatus(credential, document, fetchList, now);
  const verdict = asOf === null ? "genuine" : "genuine, and holds";
  context.output.result(
    facts([
      ["verdict", verdict],
      ...said(credential),
      ["issuer", credential.issuer],
      ["valid", `${credential.validFrom} to ${credential.validUntil}`],
      [
        "status",
        asOf === null ? "not asked: --offline" : `as of block ${asOf.number}, ${asOf.time}, ${asOf.finality}`,
      ],
    ]),
    { verdict, status: asOf === null ? null : { holds: true, asOf }, credential },
  );
}

function said({ type, credentialSubject }: Credential): [string, string][] {
  const lines: [string, string][] = [["credential", type[1]]];
  if (credentialSubject.id !== undefined) lines.push(["subject", credentialSubject.id]);
  if ("owns" in credentialSubject) lines.push(["owns", nameOf(credentialSubject.owns)]);
  else if ("hasRight" in credentialSubject) {
    const { asset, actions, dataSet } = credentialSubject.hasRight;
    lines.push(["may", `${actions.join(", ")} ${dataSet ?? "all data"} of ${nameOf(asset)}`]);
  } else {
    const { registeredUnder, registered } = credentialSubject;
    lines.push([
      "registered",
      `${nameOf(credentialSubject)} under ${registeredUnder.scheme} ${registeredUnder.prefix}`,
    ]);
    lines.push(["since", `block ${registered.block}, ${registered.time}`]);
  }
  const { block } = credentialSubject.ledger;
  lines.push(["issued at", `block ${block.number} ${block.hash}, ${block.finality}`]);
  return lines;
}

interface Nameable {
  readonly type: string;
  readonly tokenId: string;
  readonly identifier?: string | undefined;
  readonly prefix?: string | undefined;
  readonly title?: string | undefined;
}

const nameOf = ({ type, tokenId, identifier, prefix, title }: Nameable): string =>
  `${type} ${identifier ?? prefix ?? title ?? ""} ${tokenId}`.replace("  ", " ");

async function issuerOf(
  { issuer, didDocument, offline }: VerifyFlags,
  resolverUrl: string | undefined,
): Promise<IssuerDocument> {
  const trusted = issuer ?? (resolverUrl === undefined ? undefined : webStem(resolverUrl));
  if (trusted === undefined)
    throw usage(
      "Whose credential is it to be?",
      "Say whom you trust, --issuer DID, or configure a resolver.",
    );
  if (didDocument !== undefined) return issuerIn(await textOf(didDocument), trusted);
  if (offline === true)
    throw usage(
      "Offline the issuer's keys cannot be fetched.",
      "Give its DID document: --did-document FILE.",
    );
  return fetchIssuer(trusted, resolverUrl);
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw unreadable(file, cause);
  }
}
