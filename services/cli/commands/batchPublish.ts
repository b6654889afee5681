/** `cadastre batch publish`: bring a list to the resolver, so that its members resolve. */
import { Command } from "commander";
import { sha256OfFile } from "../../importers/digest.js";
import { checkListSize } from "../../importers/list/bound.js";
import type { BatchId, Digest } from "../../store/model.js";
import { required } from "../config/settings.js";
import { type Context, doing } from "../context.js";
import { openLedger } from "../ledger/session.js";
import { batchReference } from "../names/asset.js";
import { facts } from "../output/layout.js";
import { styled } from "../output/output.js";
import { progressBar } from "../output/progress.js";
import { largestManifest, publishManifest } from "../resolver/manifests.js";

export function batchPublishCommand(): Command {
  return new Command("publish")
    .description("bring the file of a batch to the resolver, so that its members resolve there")
    .argument("<batch>", "the batch's id")
    .argument("<file>", "the file, as it was registered")
    .action(doing<object>((context, _options, batch, file) => run(context, batch, file)));
}

async function run(context: Context, text: string, file: string): Promise<void> {
  const batch = await batchReference(await openLedger(context), text);
  const resolverUrl = required(await context.settings(), "resolverUrl");
  const manifest = await sha256OfFile(file);
  await publish(context, resolverUrl, { batch, manifest, file });
  context.output.result(
    `${styled("green", "✓")} The members of the batch resolve\n${facts([
      ["batch", batch],
      ["manifest", manifest],
      ["resolver", resolverUrl],
    ])}`,
    { batch, manifest, resolver: resolverUrl },
  );
}

/**
 * Before a batch is issued whose file the resolver would not keep.
 * @throws ImportError `IMPORT_LIST_TOO_LARGE`; CliError
 */
export async function checkPublishable(resolverUrl: string, file: string): Promise<void> {
  const most = await largestManifest(resolverUrl);
  if (most !== null) await checkListSize(file, most);
}

/** Brings a list to the resolver, with its progress for people. */
export async function publish(
  { io, output }: Context,
  resolverUrl: string,
  list: { readonly batch: BatchId; readonly manifest: Digest; readonly file: string },
): Promise<void> {
  const progress = progressBar(output.json ? null : io.stderr, 100, "%");
  try {
    await publishManifest(resolverUrl, {
      ...list,
      onProgress: (bytes, total) => progress.update(Math.floor((bytes * 100) / total)),
    });
  } finally {
    progress.stop();
  }
}
