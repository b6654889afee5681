/** `cadastre webhook`: have the resolver send you the ledger's events. */
import { Command } from "commander";
import { required } from "../config/settings.js";
import { asks, type Context, doing } from "../context.js";
import { usage } from "../errors.js";
import { facts, table, utcTime } from "../output/layout.js";
import { openAsker } from "../resolver/asker.js";
import {
  addWebhook,
  listWebhooks,
  readDeliveries,
  redeliver,
  removeWebhook,
  type Webhook,
  type WebhookDelivery,
} from "../resolver/webhooks.js";
import { type EventFilterFlags, eventFilter, filterParameters } from "./eventFilter.js";

interface AddFlags extends EventFilterFlags {
  readonly after?: string;
  readonly final?: boolean;
}

export function webhookCommand(): Command {
  return new Command("webhook")
    .description("have the resolver send you the ledger's events")
    .addCommand(addCommand())
    .addCommand(
      asks(new Command("list").description("show your webhooks, and how they stand")).action(doing(list)),
    )
    .addCommand(
      asks(
        new Command("remove").description("have no more sent").argument("<id>", "the webhook's id"),
      ).action(doing(remove)),
    )
    .addCommand(
      asks(
        new Command("deliveries")
          .description("show what was sent, the last one first, and how it was taken")
          .argument("<id>", "the webhook's id")
          .option("--before <number>", "those before this delivery"),
      ).action(doing<{ readonly before?: string }>(deliveries)),
    )
    .addCommand(
      asks(
        new Command("redeliver")
          .description("have a message sent once more")
          .argument("<id>", "the webhook's id")
          .argument("<number>", "the delivery's number"),
      ).action(doing(sendAgain)),
    );
}

function addCommand(): Command {
  const command = new Command("add")
    .description("have events sent to an address of yours; the secret that it prints is told once")
    .argument("<url>", "where to send them: https")
    .option("--after <id>", "begin after this event, or after a block by its number (default: from now on)")
    .option("--final", "only what no reorganisation can take back");
  return asks(eventFilter(command)).action(doing<AddFlags>(add));
}

const asked = async (context: Context) => ({
  resolverUrl: required(await context.settings(), "resolverUrl"),
  asker: await openAsker(context),
});

async function add(context: Context, flags: AddFlags, url: string): Promise<void> {
  const filter = await filterParameters(context, flags);
  const { resolverUrl, asker } = await asked(context);
  const finality = flags.final ? "final" : "provisional";
  const made = await addWebhook(resolverUrl, asker, { url, filter, finality, after: flags.after });
  context.output.result(
    `${facts([
      ["webhook", made.webhook.id],
      ["sends to", made.webhook.url],
      ["secret", made.secret],
    ])}\n\nKeep the secret: it is what the receiver checks messages with, and it is not told again.`,
    made,
  );
}

async function list(context: Context): Promise<void> {
  const { resolverUrl, asker } = await asked(context);
  const webhooks = await listWebhooks(resolverUrl, asker);
  const text =
    webhooks.length === 0
      ? "There are none. See: cadastre webhook add --help"
      : table(["webhook", "state", "sends to", "of", "told up to"], webhooks.map(row));
  context.output.result(text, { webhooks });
}

function row({ id, state, url, filter, after, nextAttempt }: Webhook): readonly string[] {
  const what = Object.entries(filter).map(([name, value]) => `${name}=${value}`);
  const standing = nextAttempt === null ? state : `${state}, again ${utcTime(nextAttempt)}`;
  return [id, standing, url, what.join(" ") || "everything", after];
}

/** @throws CliError `CLI_USAGE` */
function webhookId(text: string): string {
  if (/^[0-9a-f]{24}$/.test(text)) return text;
  throw usage(`"${text}" is not the id of a webhook.`, "It is shown by: cadastre webhook list");
}

/** @throws CliError `CLI_USAGE` */
function deliveryNumber(text: string): string {
  if (/^(?:0|[1-9]\d{0,11})$/.test(text)) return text;
  throw usage(`"${text}" is not the number of a delivery.`, "It is shown by: cadastre webhook deliveries ID");
}

async function remove(context: Context, _options: object, text: string): Promise<void> {
  const id = webhookId(text);
  const { resolverUrl, asker } = await asked(context);
  await removeWebhook(resolverUrl, asker, id);
  context.output.result(`Nothing is sent by ${id} any more.`, { removed: id });
}

async function deliveries(
  context: Context,
  { before }: { readonly before?: string },
  text: string,
): Promise<void> {
  const id = webhookId(text);
  const last = before === undefined ? null : deliveryNumber(before);
  const { resolverUrl, asker } = await asked(context);
  const page = await readDeliveries(resolverUrl, asker, id, last);
  const more = page.next === null ? "" : `\n\nThere are more: --before ${page.next}`;
  context.output.result(
    table(["number", "message", "state", "attempts", "last"], page.items.map(deliveryRow)) + more,
    page,
  );
}

function deliveryRow({ number, message, state, attempts }: WebhookDelivery): readonly string[] {
  const last = attempts.at(-1);
  const how = last === undefined ? "–" : `${utcTime(last.at)} ${last.status ?? last.error ?? ""}`;
  return [String(number), message, state, String(attempts.length), how];
}

async function sendAgain(context: Context, _options: object, text: string, which: string): Promise<void> {
  const [id, number] = [webhookId(text), deliveryNumber(which)];
  const { resolverUrl, asker } = await asked(context);
  const delivery = await redeliver(resolverUrl, asker, id, number);
  context.output.result(
    table(["number", "message", "state", "attempts", "last"], [deliveryRow(delivery)]),
    delivery,
  );
}
