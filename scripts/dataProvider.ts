/** `npm run data-provider -- FILE`: an example of a data provider, which lets through whom the ledger lets read the file. */
import { randomUUID } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { Command } from "commander";
import express from "express";
import { isLedgerIdentifier, parseIdentifier } from "../services/identifiers/index.js";
import { sha256OfFile } from "../services/importers/digest.js";
import { toQuotaId, toSealedId, toTwinId } from "../services/ledger/hex.js";
import { recordId, schemeId, twinId } from "../services/ledger/ids.js";
import { openGateway } from "../services/rights/gateway/index.js";
import type { Asset, GrantId } from "../services/store/model.js";
import { requireFreePort } from "./devnet/freePort.js";
import { Lifetime } from "./start/lifetime.js";
import { failWith, portOption } from "./start/terminal.js";

interface Options {
  readonly asset?: string;
  readonly scope: string;
  readonly port: number;
  readonly resolver: string;
  readonly audience?: string;
  readonly bearer?: boolean;
  readonly writable?: boolean;
  readonly quota?: string;
  readonly units: string;
  readonly host?: string;
  readonly book: string;
}

/** Of what is put in place of the file. */
const maxBodyBytes = 64 * 1024 * 1024;

const program = new Command("npm run data-provider --")
  .description("Serves a file at /data to whoever brings a capability to read it.")
  .argument("<file>", "what is served")
  .option(
    "--asset <asset>",
    "whose data it is: twin:ID, sealed:ID or an identifier (default: the twin that began with the file)",
  )
  .option("--scope <name>", "data set or submodel (default: all data)", "")
  .option("--port <port>", "port on 127.0.0.1", portOption, 8090)
  .option("--resolver <url>", "whose decisions are taken", "http://localhost:8080")
  .option("--audience <url>", "public address, where that is another than the one it listens at")
  .option("--bearer", "take capabilities without a proof of their holder")
  .option("--writable", "let whoever may modify the data replace the file (PUT)")
  .option("--quota <quota>", "what it costs: units of this quota")
  .option("--units <units>", "with --quota: how many", "1")
  .option("--host <account>", "with --quota: account that takes the units, as its holders let it")
  .option("--book <folder>", "with --quota: where it is noted who used how many", "usage")
  .parse();

try {
  const [file = ""] = program.args;
  await serve(file, program.opts<Options>());
} catch (error) {
  failWith(error);
}

async function serve(file: string, options: Options): Promise<void> {
  const { scope, port, resolver, bearer = false, writable = false } = options;
  const cost = costOf(options);
  const asset = await assetOf(file, options.asset);
  const address = `http://127.0.0.1:${port}`;
  const gateway = openGateway({
    resolver,
    audience: options.audience ?? address,
    bearer,
    maxBodyBytes,
    ...cost.gateway,
  });
  const app = express().disable("x-powered-by");
  app.get("/data", gateway.requires({ asset, scope, action: "read", ...cost.use }), (req, res) => {
    const { party, grant, block } = gateway.capabilityOf(req);
    const total = gateway.statementOf(req)?.total;
    const used = total === undefined ? "" : `, ${total} units in all`;
    console.log(`read by ${party}, ${byWhat(grant)}, as of block ${block}${used}`);
    res.sendFile(resolve(file), { cacheControl: false, headers: { "cache-control": "private, no-store" } });
  });
  if (writable)
    app.put("/data", gateway.requires({ asset, scope, action: "modify" }), async (req, res) => {
      await replaceFile(resolve(file), gateway.bodyOf(req));
      const { party, grant, block } = gateway.capabilityOf(req);
      console.log(`changed by ${party}, ${byWhat(grant)}, as of block ${block}`);
      res.status(204).end();
    });
  await requireFreePort(port, "npm run data-provider -- --help");
  const server = app.listen(port, "127.0.0.1", (error) => {
    if (error !== undefined) return failWith(error);
    console.log(`${file} is data of ${asset.kind} ${asset.id}${scope === "" ? "" : `, ${scope}`}`);
    console.log(`served at ${address}/data to whom ${resolver} gives capabilities. Ctrl-C stops it.`);
  });
  const lifetime = new Lifetime();
  lifetime.endOnSignals(() => console.log("\nStopping …"), failWith);
  await lifetime.opened(() => new Promise((done) => server.close(done)));
}

const byWhat = (grant: GrantId | null): string => (grant === null ? "its owner" : `grant ${grant}`);

/** Whoever reads it meanwhile has the old content or the new one. */
async function replaceFile(file: string, content: Uint8Array): Promise<void> {
  const written = `${file}.${randomUUID()}`;
  try {
    await writeFile(written, content, { flag: "wx" });
    await rename(written, file);
  } finally {
    await rm(written, { force: true });
  }
}

/** What a use costs, and where it is counted. */
function costOf({ quota, units, host, book }: Options) {
  if (quota === undefined) return { gateway: {}, use: {} };
  if (host === undefined) return program.error("--quota needs --host, the account that takes the units.");
  if (!/^[1-9]\d{0,38}$/.test(units)) return program.error(`"${units}" is not a number of units.`);
  return {
    gateway: { usage: { host, book: resolve(book) } },
    use: { price: { quota: toQuotaId(quota), units: BigInt(units) } },
  };
}

/** As the command line names assets; a twin's id comes of the content that it began with. */
async function assetOf(file: string, text: string | undefined): Promise<Asset> {
  if (text === undefined) return { kind: "twin", id: twinId(await sha256OfFile(file)) };
  if (text.startsWith("twin:")) return { kind: "twin", id: toTwinId(text.slice("twin:".length)) };
  if (text.startsWith("sealed:")) return { kind: "sealed", id: toSealedId(text.slice("sealed:".length)) };
  const identifier = parseIdentifier(text);
  if (isLedgerIdentifier(identifier))
    return { kind: "record", id: recordId(schemeId(identifier.scheme), identifier.canonical) };
  return program.error(`"${text}" is of no scheme of the ledger: give a GS1 key, a handle, an OID or a DID.`);
}
