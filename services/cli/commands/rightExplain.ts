/** `cadastre right explain`: ask the resolver whether somebody may do something with data, and why. */
import type { Command } from "commander";
import { required } from "../config/settings.js";
import { asks, type Context, doing } from "../context.js";
import { openLedger } from "../ledger/session.js";
import { partyAddress } from "../names/party.js";
import { type Fact, facts, table, utcTime } from "../output/layout.js";
import { openAsker } from "../resolver/asker.js";
import { type DecisionAnswer, readDecision } from "../resolver/decisions.js";
import { askingOf, type DataQuestionOptions, dataQuestionOptions } from "./dataQuestion.js";

interface ExplainOptions extends DataQuestionOptions {
  readonly subject?: string;
  readonly at?: string;
}

/** @param assetHelp How an asset is named. */
export function addExplainCommand(right: Command, assetHelp: string): void {
  asks(
    dataQuestionOptions(
      right
        .command("explain")
        .description("ask whether somebody may do something with an asset's data, and why")
        .argument("<asset>", assetHelp)
        .option(
          "--subject <party>",
          "who would do it (default: you); of others the asset's owner is told alone",
        )
        .option(
          "--at <moment>",
          "a past moment: a block's number or hash, or a time such as 2026-01-01T00:00:00Z",
        ),
    ),
  ).action(doing<ExplainOptions>(explain));
}

async function explain(context: Context, options: ExplainOptions, text: string): Promise<void> {
  const resolverUrl = required(await context.settings(), "resolverUrl");
  const session = await openLedger(context);
  const asking = await askingOf(context, session, text, options);
  const subject = options.subject === undefined ? undefined : await partyAddress(context, options.subject);
  const asker = await openAsker(context);
  const { decision, asOf } = await readDecision(resolverUrl, asker, asking, { subject, at: options.at });
  const { asset, scope, action } = asking.question;
  const entries: Fact[] = [
    [decision.allowed ? "allowed" : "not allowed", decision.words],
    ["to", `${action} ${scope === "" ? "all data" : scope} of ${asset.kind} ${asset.id}`],
    ["who", subject ?? "you"],
    ["reason", `${decision.reason}, decided by ${rests[decision.decidedBy] ?? decision.decidedBy}`],
    ["grant", decision.grant],
    ["until", decision.until === null ? null : utcTime(decision.until)],
    ["as of", `block ${asOf.number}, ${utcTime(asOf.time)}, ${asOf.finality}`],
  ];
  context.output.result(`${facts(entries)}${lookedAt(decision)}`, { decision, asOf });
}

const rests: Readonly<Record<string, string>> = {
  ledger: "the ledger's own check",
  ownership: "ownership",
  relation: "the relation to the party whose right it is",
  terms: "the usage policy",
};

type LookedRight = NonNullable<DecisionAnswer["explanation"]>["looked"][number]["right"];

/** Of a blinded grant, whom it is for is told to who gave it alone. */
function granteeText({ grantee, granteeKind, opened }: LookedRight): string {
  if (opened === undefined) return grantee?.name ?? grantee?.address ?? granteeKind;
  return `${opened.party.name ?? opened.party.address} (blinded)`;
}

function lookedAt({ explanation }: DecisionAnswer): string {
  if (explanation === undefined) return "";
  const { looked, complete } = explanation;
  if (looked.length === 0) return "\n\nNo grant is for it.";
  const rows = looked.map(({ right, words }) => [
    right.grant,
    right.scope === "" ? "all data" : right.scope,
    granteeText(right),
    right.actions.join(", "),
    words,
  ]);
  const more = complete ? "" : "\nThere are more: name one with --grant.";
  return `\n\n${table(["grant", "scope", "for", "actions", "why"], rows)}${more}`;
}
