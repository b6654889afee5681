/** `cadastre namespace certificate`: delegations that a holder signs and somebody else submits. */
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { namespaceText } from "../../identifiers/namespaceText.js";
import { cancelCertificate, submitCertificate } from "../../ledger/actions/namespaces.js";
import {
  certificateDigest,
  type SignedCertificate,
  signCertificate,
  signedCertificateSchema,
} from "../../ledger/certificates.js";
import type { Deployment } from "../../ledger/deployment/deployment.js";
import { toHex } from "../../ledger/hex.js";
import { readNamespace } from "../../ledger/reads/namespaces.js";
import { readParty } from "../../ledger/reads/parties.js";
import { writeWholeFile } from "../../ledger/wholeFile.js";
import { type Context, doing, writes } from "../context.js";
import { CliError, usage } from "../errors.js";
import { carryOut } from "../ledger/carryOut.js";
import { openAccount, openLedger, openSigner } from "../ledger/session.js";
import { parentOf, prefixOf } from "../names/namespace.js";
import { partyAddress } from "../names/party.js";
import { endTime } from "../names/time.js";
import { facts, utcTime } from "../output/layout.js";
import { type TermOptions, termFacts, termsOf, withTerms } from "./namespaceTerms.js";

interface CreateOptions extends TermOptions {
  readonly to: string;
  readonly submitBy: string;
  readonly out: string;
}

const noLimits = { expiry: 0, levels: 255, mayIssue: true };

export function certificateCommand(): Command {
  const certificate = new Command("certificate").description(
    "sign delegations for others to submit, submit and cancel them",
  );
  withTerms(
    certificate
      .command("create")
      .description("sign a delegation, as the holder of the namespace above; sends nothing")
      .argument("<namespace>")
      .requiredOption("--to <party>", "party that gets it")
      .requiredOption("--submit-by <time>", "last day or moment at which it may be submitted")
      .requiredOption("--out <file>", "where the certificate is written"),
  )
    .option("--key <name>", "key that signs (default: the configured one)")
    .option(
      "--password-file <file>",
      "file with the key's password (default: CADASTRE_PASSWORD_FILE, else asked)",
    )
    .action(doing<CreateOptions>(create));
  writes(
    certificate
      .command("submit")
      .description("delegate by a certificate; anyone may")
      .argument("<file>", "the certificate"),
  ).action(doing(submit));
  writes(
    certificate
      .command("cancel")
      .description("make a certificate useless before it is submitted, as the holder of the namespace above")
      .argument("<file>", "the certificate"),
    { irreversible: true },
  ).action(doing(cancel));
  return certificate;
}

async function create(context: Context, options: CreateOptions, text: string): Promise<void> {
  const name = prefixOf(text);
  const terms = termsOf(options) ?? noLimits;
  // The last second in which it may be submitted is the one before that at which it ends.
  const deadline = endTime(options.submitBy) - 1;
  const { provider, deployment } = await openLedger(context);
  const holder = await partyAddress(context, options.to);
  const parent = await parentOf({ provider, deployment }, name);
  const giver = await readParty(provider, deployment, parent.state.holder);
  const signer = await openSigner(context);
  if (giver?.controller !== signer.address.toLowerCase()) {
    throw new CliError(
      "CLI_NOT_AUTHORISED",
      `The key ${signer.address} does not act for ${parent.state.holder}, who holds ${namespaceText(parent)}.`,
      { hint: "Sign with the key of the holder of the namespace above." },
    );
  }
  const former = await readNamespace(provider, deployment, name);
  const signed = await signCertificate(
    deployment,
    {
      ...name,
      parentLength: Buffer.byteLength(parent.prefix),
      holder,
      terms,
      parentEpoch: parent.state.epoch,
      controlEpoch: giver.controlEpoch,
      epoch: former?.epoch ?? 0,
      deadline,
      salt: toHex(`0x${randomBytes(32).toString("hex")}`),
    },
    signer,
  );
  await writeCertificate(options.out, signed);
  context.output.result(
    facts([
      ["certificate", options.out],
      ["namespace", namespaceText(name)],
      ["to", holder],
      ["submit by", utcTime(deadline)],
      ...termFacts(terms),
      ["digest", signed.digest],
    ]),
    { file: options.out, ...signed },
  );
}

async function submit(context: Context, _: object, file: string): Promise<void> {
  const session = await openLedger(context);
  const { certificate, digest, signature } = await readCertificate(file, session.deployment);
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call: submitCertificate(session.deployment, certificate, signature),
    done: `Delegated ${certificate.scheme}:${certificate.prefix}`,
    facts: [["holder", certificate.holder], ["certificate", digest], ...termFacts(certificate.terms)],
    value: { certificate: digest, ...certificate },
  });
}

async function cancel(context: Context, _: object, file: string): Promise<void> {
  const session = await openLedger(context);
  const { certificate, digest } = await readCertificate(file, session.deployment);
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call: cancelCertificate(session.deployment, certificate),
    done: `Cancelled the certificate for ${certificate.scheme}:${certificate.prefix}`,
    facts: [["certificate", digest]],
    question: `The certificate for ${certificate.scheme}:${certificate.prefix} can never be used then. Cancel it?`,
    value: { certificate: digest },
  });
}

async function writeCertificate(file: string, signed: SignedCertificate): Promise<void> {
  try {
    await writeWholeFile(file, `${JSON.stringify(signed, null, 2)}\n`, { exclusive: true });
  } catch (cause) {
    throw new CliError("CLI_USAGE", `${file} cannot be written.`, {
      hint: "Give --out a file that is not there yet, in a folder that you may write to.",
      cause,
    });
  }
}

/** @throws CliError `CLI_USAGE` for anything else than an unaltered certificate of this deployment. */
async function readCertificate(file: string, deployment: Deployment): Promise<SignedCertificate> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    throw new CliError("CLI_USAGE", `${file} cannot be read as a certificate.`, {
      hint: "Give a file that `namespace certificate create` wrote.",
      cause,
    });
  }
  const signed = signedCertificateSchema.safeParse(json);
  if (!signed.success) throw usage(`${file} is no certificate.`, "Ask its signer for it again.");
  const { chainId, contract, certificate, digest } = signed.data;
  if (chainId !== deployment.chainId || contract !== deployment.contracts.namespaces)
    throw usage(`${file} is a certificate of another ledger.`, "Configure the deployment that it is of.");
  if (certificateDigest(deployment, certificate) !== digest)
    throw usage(`${file} was altered after it was signed.`, "Ask its signer for it again.");
  return signed.data;
}
