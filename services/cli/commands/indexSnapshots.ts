/** `cadastre index`: the ledger's history in a file, and an index made from it without following the chain from its beginning. */
import { Command } from "commander";
import { finalitySchema } from "../../index/finality.js";
import type { Finality } from "../../index/status.js";
import { ManifestFiles } from "../../manifests/files.js";
import { listFolder } from "../../manifests/folder.js";
import { exportSnapshot } from "../../snapshots/export/exportSnapshot.js";
import { importSnapshot } from "../../snapshots/import/importSnapshot.js";
import { type Context, doing } from "../context.js";
import { usage } from "../errors.js";
import { openLedger } from "../ledger/session.js";
import { type Fact, facts } from "../output/layout.js";
import { progressBar } from "../output/progress.js";

interface ExportFlags {
  readonly block?: string;
  readonly finality?: string;
  readonly manifests?: string;
}

interface ImportFlags {
  readonly store?: string;
  readonly finality?: string;
  readonly manifests?: string;
  readonly lists: boolean;
}

const finalityHelp =
  "when a block is final: tag, depth:<blocks> or immediate (default: CADASTRE_FINALITY, else tag)";

export function indexCommand(): Command {
  return new Command("index")
    .description("write the ledger's history into a file, and make a resolver's index from one")
    .addCommand(
      new Command("export")
        .description(
          "write the ledger's history up to its last final block into a file; needs the node alone",
        )
        .argument("<file>", "where to write it; refused where it is there")
        .option("--block <block>", "last block: its number, or `latest`")
        .option("--finality <rule>", finalityHelp)
        .option(
          "--manifests <folder>",
          "a resolver's folder of lists, which go into the file (default: CADASTRE_MANIFESTS, else none)",
        )
        .action(doing<ExportFlags>(runExport)),
    )
    .addCommand(
      new Command("import")
        .description(
          "make an index from such a file, checked against the chain; the resolver goes on from there",
        )
        .argument("<file>", "what `cadastre index export` wrote")
        .option("--store <folder>", "folder of the index to be (default: CADASTRE_STORE); absent or empty")
        .option("--finality <rule>", finalityHelp)
        .option(
          "--manifests <folder>",
          "the resolver's folder of lists (default: CADASTRE_MANIFESTS, else that of the index and -manifests)",
        )
        .option("--no-lists", "leave out the lists in the file")
        .action(doing<ImportFlags>(runImport)),
    );
}

async function runExport(context: Context, flags: ExportFlags, file: string): Promise<void> {
  const last = flags.block === undefined ? finalityOf(context, flags.finality) : blockOf(flags.block);
  const { provider, deployment } = await openLedger(context);
  const folder = flags.manifests ?? context.io.env.CADASTRE_MANIFESTS;
  const bar = openBar(context, "blocks");
  try {
    const done = await exportSnapshot({
      rpc: provider.client,
      deployment,
      file,
      last,
      lists: folder ? await ManifestFiles.open(listFolder(folder), maxListBytes) : undefined,
      onProgress: bar.update,
    });
    bar.stop();
    const missing = done.missingLists.length;
    context.output.result(
      facts([
        ["snapshot", file],
        ["up to", `block ${done.block.number}, ${done.block.hash}`],
        ["holds", `${done.blocks} blocks, ${done.logs} events, ${done.lists} lists`],
        ["missing", missing === 0 ? null : `${missing} lists that the folder does not have`],
        ["sha256", done.sha256],
      ]),
      { file, ...done },
    );
  } finally {
    bar.stop();
  }
}

async function runImport(context: Context, flags: ImportFlags, file: string): Promise<void> {
  const store = storeOf(context, flags.store);
  const finality = finalityOf(context, flags.finality);
  const { provider, deployment } = await openLedger(context);
  const folder = flags.manifests ?? (context.io.env.CADASTRE_MANIFESTS || `${store}-manifests`);
  const bar = openBar(context, "bytes");
  const began = performance.now();
  try {
    const done = await importSnapshot({
      rpc: provider.client,
      deployment,
      file,
      location: store,
      lists: flags.lists ? () => ManifestFiles.open(listFolder(folder), maxListBytes) : undefined,
      finality,
      onProgress: bar.update,
    });
    bar.stop();
    const seconds = (performance.now() - began) / 1000;
    const shown: readonly Fact[] = [
      ["index", store],
      ["up to", `block ${done.block.number}, ${done.block.hash}`],
      ["made of", `${done.blocks} blocks, ${done.logs} events, in ${seconds.toFixed(1)} s`],
      ["lists", flags.lists ? `${done.lists}, in ${folder}` : null],
    ];
    context.output.result(facts(shown), { store, ...done, seconds });
  } finally {
    bar.stop();
  }
}

/** What comes in is held against its hash on the ledger, and was taken in by a resolver before: its size is no concern. */
const maxListBytes = Number.MAX_SAFE_INTEGER;

function openBar(context: Context, unit: string) {
  let bar: ReturnType<typeof progressBar> | null = null;
  return {
    update(done: number, total: number) {
      bar ??= progressBar(context.output.json ? null : context.io.stderr, total, unit);
      bar.update(done);
    },
    stop: () => bar?.stop(),
  };
}

function storeOf({ io }: Context, flag: string | undefined): string {
  const store = flag ?? (io.env.CADASTRE_STORE || undefined);
  if (store !== undefined) return store;
  throw usage("There is no folder for the index.", "Give --store, or set CADASTRE_STORE.");
}

function finalityOf({ io }: Context, flag: string | undefined): Finality {
  const parsed = finalitySchema.safeParse(flag ?? (io.env.CADASTRE_FINALITY || "tag"));
  if (parsed.success) return parsed.data;
  throw usage("That is no rule of finality.", "Rules are tag, depth:<blocks> and immediate.");
}

function blockOf(text: string): number | "latest" {
  if (text === "latest") return text;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw usage(`"${text.slice(0, 40)}" is not a block.`, "Give its number, or `latest`.");
}
