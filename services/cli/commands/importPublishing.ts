/** How an import brings its lists to the resolver. */
import type { Publishing } from "../../importers/registration/publishing.js";
import type { Context } from "../context.js";
import { CliError } from "../errors.js";
import type { Stages } from "../output/stages.js";
import { largestManifest, publishManifest } from "../resolver/manifests.js";

interface Importing {
  readonly progress: Stages;
  /** Whether nothing is sent: then a resolver that is away is no reason to show nothing. */
  readonly sendsNothing: boolean;
}

export function publishingTo(
  { output }: Context,
  resolverUrl: string,
  { progress, sendsNothing }: Importing,
): Publishing {
  const unlessAway = (error: unknown): null => {
    if (!sendsNothing || !(error instanceof CliError) || error.code !== "CLI_RESOLVER_UNREACHABLE")
      throw error;
    output.note(`Whether ${resolverUrl} keeps lists as large is not known: it cannot be reached.`);
    return null;
  };
  return {
    mostBytes: () => largestManifest(resolverUrl).catch(unlessAway),
    publish: (list) =>
      publishManifest(resolverUrl, {
        ...list,
        onProgress: (bytes, total) => progress.update("bringing to the resolver", bytes, total),
      }),
  };
}
