/** `cadastre data`: fetch data from its provider with a right to it, and see that it is what the ledger says; send what it is to be. */
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { Command } from "commander";
import { toQuotaId } from "../../ledger/hex.js";
import { audienceOf } from "../../rights/requests/signedRequest.js";
import { required } from "../config/settings.js";
import { asks, type Context, doing } from "../context.js";
import { admission } from "../data/admission.js";
import { type Download, download } from "../data/download.js";
import { type Expected, expectedContent, isExpected, registeredUrl } from "../data/expected.js";
import type { Budget } from "../data/payment.js";
import { upload, uploadOf } from "../data/upload.js";
import { CliError, usage } from "../errors.js";
import { type LedgerSession, openLedger } from "../ledger/session.js";
import { facts } from "../output/layout.js";
import { openIdentity } from "../resolver/asker.js";
import { askingOf, type DataQuestionOptions, dataQuestionOptions } from "./dataQuestion.js";

interface GetOptions extends DataQuestionOptions {
  readonly url?: string;
  readonly audience?: string;
  readonly digest?: string;
  readonly out?: string;
  readonly force?: boolean;
  readonly quota?: string;
  readonly units: string;
}

interface PutOptions extends DataQuestionOptions {
  readonly url: string;
  readonly audience?: string;
}

export function dataCommand(): Command {
  const data = new Command("data").description("fetch or change data that you have a right to");
  asks(
    dataQuestionOptions(
      data
        .command("get")
        .description("fetch an asset's data from its provider, and check it against the ledger")
        .argument("<asset>", "twin:ID, twin:FILE, sealed:ID, or an identifier, whose record it is then")
        .option("--url <url>", "where it is (default: where the ledger says that the twin's content is)")
        .option("--audience <url>", "public address of the provider (default: the beginning of --url)")
        .option(
          "--digest <sha256>",
          "what its content has to be (default: the twin's last version; of a data set, whatever the asset's owner anchored)",
        )
        .option("--out <file>", "where to write it (default: the last part of its address)")
        .option("--force", "replace a file that is there")
        .option("--quota <quota>", "pay with units of this quota, where the provider asks for some")
        .option("--units <units>", "with --quota: how many it may cost at most", "1"),
    ),
  ).action(doing<GetOptions>(getData));
  asks(
    dataQuestionOptions(
      data
        .command("put")
        .description("send a file to an asset's data provider, in place of what it has")
        .argument("<asset>", "twin:ID, twin:FILE, sealed:ID, or an identifier, whose record it is then")
        .argument("<file>", "what is sent")
        .requiredOption("--url <url>", "where it is put")
        .option("--audience <url>", "public address of the provider (default: the beginning of --url)"),
      "modify",
    ),
  ).action(doing<PutOptions>(putData));
  return data;
}

async function putData(context: Context, options: PutOptions, text: string, file: string): Promise<void> {
  const resolverUrl = required(await context.settings(), "resolverUrl");
  const url = addressOf(options.url);
  const sent = await uploadOf(file);
  const session = await openLedger(context);
  const asking = await askingOf(context, session, text, options);
  const { asset, scope } = asking.question;
  const audience = audienceIn(options, url);
  const identity = await openIdentity(context);
  const wanted = { resolverUrl, identity, asking, url, audience, method: "PUT", body: sent.bytes } as const;
  const { capability, headers } = await admission(wanted, null);
  const status = await upload(url, sent, headers);
  const { grant } = capability.decision;
  const { bytes, digest } = { bytes: sent.bytes.length, digest: sent.digest };
  context.output.result(
    facts([
      ["sent to", url.href],
      ["bytes", bytes],
      ["sha-256", digest],
      ["by", by(grant)],
    ]),
    { file, bytes, digest, asset, scope, url: url.href, status, grant, asOf: capability.asOf },
  );
}

const by = (grant: string | null): string => (grant === null ? "ownership" : `grant ${grant}`);

const audienceIn = ({ audience }: Pick<GetOptions, "audience">, url: URL): string =>
  audienceOf(audience === undefined ? url.origin : addressOf(audience).href);

async function getData(context: Context, options: GetOptions, text: string): Promise<void> {
  const resolverUrl = required(await context.settings(), "resolverUrl");
  const session = await openLedger(context);
  const asking = await askingOf(context, session, text, options);
  const { asset, scope } = asking.question;
  const url = addressOf(options.url ?? (await registeredUrl(session, asset, scope)));
  const file = await freeFile(options, url);
  const expected = await expectedContent(session, asset, scope, options.digest);
  const audience = audienceIn(options, url);
  const budget = budgetOf(options);
  const identity = await openIdentity(context);
  const { capability, headers, used } = await admission(
    { resolverUrl, identity, asking, url, audience, method: "GET", body: null },
    budget,
  );
  const downloaded = await download({
    url,
    headers,
    file,
    check: checking(session, expected, file),
    shownOn: context.output.json ? null : context.io.stderr,
  });
  const { grant } = capability.decision;
  context.output.result(
    facts([
      ["written to", file],
      ["bytes", downloaded.bytes],
      ["sha-256", downloaded.digest],
      [
        "which is",
        expected.kind === "digest" ? "what was expected" : `anchored by the owner, ${expected.by}`,
      ],
      ["by", by(grant)],
      ["used here in all", used === null ? null : `${used} units`],
      ["from", url.href],
    ]),
    {
      file,
      ...downloaded,
      asset,
      scope,
      url: url.href,
      grant,
      used: used?.toString() ?? null,
      asOf: capability.asOf,
    },
  );
}

/** @throws CliError `CLI_USAGE` */
function budgetOf({ quota, units }: GetOptions): Budget | null {
  if (quota === undefined) return null;
  if (!/^0x[0-9a-fA-F]{64}$/.test(quota))
    throw usage(`"${quota}" is not a quota's id.`, "An id is 0x and 64 hexadecimal digits: see quota issue.");
  if (/^[1-9]\d{0,38}$/.test(units)) return { quota: toQuotaId(quota), units: BigInt(units) };
  throw usage(`"${units}" is not a number of units.`, "Give whole units in digits, 1 or more.");
}

function checking(session: LedgerSession, expected: Expected, file: string): Download["check"] {
  return async (digest) => {
    if (await isExpected(session, expected, digest)) return;
    const wanted =
      expected.kind === "digest"
        ? `The ledger has ${expected.digest}.`
        : `The asset's owner, ${expected.by}, anchored no such content.`;
    throw new CliError(
      "CLI_CONTENT_MISMATCH",
      `What the provider sent is not what it should be: ${digest}. ${wanted}`,
      {
        hint: `${file} was not written. Ask the provider; --digest names another version that you know of.`,
        details: { digest, expected },
      },
    );
  };
}

/** @throws CliError `CLI_USAGE` */
function addressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "")
    return url;
  throw usage(`"${text}" is not an address of a provider.`, "Give one that begins with https:// or http://.");
}

async function freeFile({ out, force = false }: GetOptions, url: URL): Promise<string> {
  const file = out ?? basename(url.pathname);
  if (file === "") throw usage("The address has no name for the file.", "Name one: --out FILE.");
  const there = await stat(file).catch(() => null);
  if (there === null || (force && there.isFile())) return file;
  throw usage(`There is a file ${file} already.`, "Name another one, --out FILE, or replace it: --force.");
}
