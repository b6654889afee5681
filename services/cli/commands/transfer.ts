/** `cadastre transfer`: hand a twin, an identifier or a namespace to another party. */
import { Command } from "commander";
import { registries, transferToken } from "../../ledger/actions/tokens.js";
import { ledgerContracts } from "../../ledger/contracts.js";
import { toAddress } from "../../ledger/hex.js";
import type { Address, Token } from "../../store/model.js";
import { type Context, doing, writes } from "../context.js";
import { carryOut } from "../ledger/carryOut.js";
import { type LedgerSession, openAccount, openLedger } from "../ledger/session.js";
import { type IdentifierFlags, tokenReference } from "../names/asset.js";
import { partyAddress } from "../names/party.js";
import { ownerHelp, schemeHelp } from "./identifierOptions.js";

interface TransferOptions extends IdentifierFlags {
  readonly to: string;
}

export function transferCommand(): Command {
  const transfer = new Command("transfer")
    .description("hand over a twin, an identifier, a batch or a namespace; rights given on it end")
    .argument("<asset>", "twin:ID, twin:FILE, an identifier, sealed:ID, batch:ID, or namespace:SCHEME:PREFIX")
    .requiredOption("--to <party>", "party that gets it")
    .option("--scheme <scheme>", schemeHelp)
    .option("--owner <segment>", ownerHelp);
  return writes(transfer, { irreversible: true }).action(doing<TransferOptions>(run));
}

async function run(context: Context, options: TransferOptions, text: string): Promise<void> {
  const session = await openLedger(context);
  const token = await tokenReference(session, text, options);
  const to = await partyAddress(context, options.to);
  const from = await holderOf(session, token);
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call: transferToken(session.deployment, token, from, to),
    done: `Transferred the ${token.kind} to ${to}`,
    facts: [
      [token.kind, token.id],
      ["from", from],
      ["to", to],
    ],
    value: { token, from, to },
    question: `Hand the ${token.kind} ${text} over to ${to}? Only its new holder can give it back.`,
  });
}

async function holderOf({ provider, deployment }: LedgerSession, { kind, id }: Token): Promise<Address> {
  const registry = ledgerContracts(deployment, provider)[registries[kind]];
  return toAddress(await registry.ownerOf(id));
}
