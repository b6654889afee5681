/** `cadastre resolve` for many identifiers: a line for each, as soon as it is answered. */
import { required } from "../config/settings.js";
import type { Context } from "../context.js";
import { exitCodes } from "../exitCodes.js";
import { styled } from "../output/output.js";
import { progressBar } from "../output/progress.js";
import { endWithReader } from "../output/reader.js";
import { safe } from "../output/safe.js";
import type { Asker } from "../resolver/asker.js";
import { portion } from "../resolver/identifierList.js";
import { type Asked, type BulkItem, resolveIds } from "../resolver/resolution.js";

/**
 * The exit code says whether all were found: 0 for all, 6 for some, 3 for none.
 * @throws CliError where the resolver cannot be asked; what was answered before is printed.
 */
export async function resolveMany(
  context: Context,
  ids: readonly string[],
  asked: Asked,
  asker: Asker | null,
): Promise<void> {
  const { io, output } = context;
  const resolverUrl = required(await context.settings(), "resolverUrl");
  endWithReader(io);
  // At a terminal the lines themselves show how far it is.
  const progress = progressBar(io.stdout.isTTY === true ? null : io.stderr, ids.length, "identifiers");
  let done = 0;
  let found = 0;
  try {
    while (done < ids.length) {
      const items = await resolveIds(resolverUrl, portion(ids, done), asked, asker);
      for (const item of items) {
        if (isFound(item)) found += 1;
        const { id, status, body } = item;
        output.item(lineOf(item), { id, status, body });
      }
      done += items.length;
      progress.update(done);
    }
  } finally {
    progress.stop();
  }
  output.note(`${found} of ${ids.length} are registered.`);
  if (found < ids.length) context.endWith(found === 0 ? exitCodes.notFound : exitCodes.partly);
}

const isFound = ({ resolved: { kind } }: BulkItem): boolean => kind !== "unknown" && kind !== "refused";

function lineOf(item: BulkItem): string {
  const mark = isFound(item) ? styled("green", "✓") : styled("red", "✗");
  return `${mark} ${safe(item.id)}  ${safe(saidOf(item))}`;
}

function saidOf({ resolved }: BulkItem): string {
  switch (resolved.kind) {
    case "answer": {
      const { record, owner } = resolved.answer;
      return [`${record.scheme} ${record.canonical}`, record.status, owner.name ?? owner.address].join("  ");
    }
    case "member": {
      const { identifier, batch, owner } = resolved.answer;
      const status = `${batch.status}, of a batch`;
      return [`${identifier.scheme} ${identifier.canonical}`, status, owner.name ?? owner.address].join("  ");
    }
    case "sealed": {
      const { disclosure, sealed } = resolved.answer;
      const { scheme, identifier } = disclosure;
      return [
        `${scheme} ${identifier}`,
        `${sealed.status}, sealed`,
        sealed.owner.name ?? sealed.owner.address,
      ].join("  ");
    }
    case "claims":
      return `several parties claim it: ${resolved.claims.map(({ canonical }) => `aas:${canonical}`).join(", ")}`;
    case "unknown":
    case "refused":
      return resolved.problem.detail ?? resolved.problem.title ?? "not found";
  }
}
