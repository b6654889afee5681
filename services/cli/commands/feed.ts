/** `cadastre feed`: the ledger's events as they come, over lost connections. */
import { Command } from "commander";
import { required } from "../config/settings.js";
import { type Context, doing } from "../context.js";
import { utcTime } from "../output/layout.js";
import { styled } from "../output/output.js";
import { endWithReader } from "../output/reader.js";
import { safe } from "../output/safe.js";
import { type FeedEvent, type FeedItem, followFeed } from "../resolver/feed.js";
import { type EventFilterFlags, eventFilter, filterParameters } from "./eventFilter.js";

interface FeedFlags extends EventFilterFlags {
  readonly after?: string;
  readonly final?: boolean;
}

export function feedCommand(): Command {
  return eventFilter(
    new Command("feed").description("follow the ledger's events as they come; Ctrl-C ends it"),
  )
    .option(
      "--after <id>",
      "begin after this event, or after a block by its number; 0 for all there ever was",
    )
    .option("--final", "only what no reorganisation can take back")
    .addHelpText(
      "after",
      "\nA line is one event. Where the chain replaces blocks, lines with `undone` name what is void, the last one first.\n" +
        "With --json each line is a JSON object {kind, id, …}; --after with the last id goes on from there.",
    )
    .action(doing<FeedFlags>(run));
}

async function run(context: Context, flags: FeedFlags): Promise<void> {
  const resolverUrl = required(await context.settings(), "resolverUrl");
  const parameters = new URLSearchParams(await filterParameters(context, flags));
  if (flags.final) parameters.set("finality", "final");
  const { io, output } = context;
  endWithReader(io);
  output.note(`Following ${resolverUrl}. Ctrl-C ends it.`);
  const lost = (why: string, milliseconds: number): void =>
    output.note(`${why} Trying again in ${milliseconds / 1000} s.`);
  for await (const item of followFeed({ resolverUrl, parameters, after: flags.after ?? null, lost })) {
    output.item(textOf(item), item);
  }
}

function textOf(item: FeedItem): string {
  if (item.kind === "change") return line(item.event);
  const { undone, standing } = item.correction;
  if (undone !== null)
    return undone.map((event) => `${styled("yellow", "undone")}  ${line(event)}`).join("\n");
  return `${styled("yellow", "undone")}  all after ${safe(standing ?? "the beginning")}`;
}

const line = ({ block, event, things }: FeedEvent): string =>
  safe(
    [
      utcTime(block.time),
      String(block.number),
      event,
      ...things.map(({ kind, id }) => `${kind}:${id.length > 42 ? `${id.slice(0, 10)}…` : id}`),
    ].join("  "),
  );
