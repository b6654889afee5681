/** `cadastre role approve|operator`: let others move one token, or all that a party holds of a kind (ERC-721). */
import type { Command } from "commander";
import { approveMover, registries, setOperator } from "../../ledger/actions/tokens.js";
import type { Token } from "../../store/model.js";
import { type Context, doing, writes } from "../context.js";
import { usage } from "../errors.js";
import { carryOut } from "../ledger/carryOut.js";
import { openAccount, openLedger } from "../ledger/session.js";
import { type IdentifierFlags, tokenReference } from "../names/asset.js";
import { partyAddress } from "../names/party.js";

interface OperatorOptions {
  readonly end: boolean;
}

const kinds = Object.keys(registries).join(", ");

/** @param named Adds a command about one token. */
export function addMovers(role: Command, named: (command: Command, description: string) => Command): void {
  writes(
    named(role.command("approve"), "let one account move it, until it changes hands").argument(
      "<account>",
      "address, did:ethr or name of a key; none withdraws it",
    ),
  ).action(doing<IdentifierFlags>(approve));
  writes(
    role
      .command("operator")
      .description("let an account move all that your party holds of a kind, now and later")
      .argument("<kind>", `one of ${kinds}`)
      .argument("<account>", "address, did:ethr or name of a key")
      .option("--end", "no longer", false),
  ).action(doing<OperatorOptions>(operator));
}

async function approve(
  context: Context,
  options: IdentifierFlags,
  asset: string,
  account: string,
): Promise<void> {
  const session = await openLedger(context);
  const token = await tokenReference(session, asset, options);
  const approved = account === "none" ? null : await partyAddress(context, account);
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    call: approveMover(session.deployment, token, approved),
    done:
      approved === null
        ? `Nobody is approved for the ${token.kind}`
        : `Let ${approved} move the ${token.kind}`,
    facts: [[token.kind, token.id]],
    value: { token, approved },
  });
}

async function operator(
  context: Context,
  { end }: OperatorOptions,
  kindName: string,
  account: string,
): Promise<void> {
  const kind = kindOf(kindName);
  const session = await openLedger(context);
  const address = await partyAddress(context, account);
  const writing = await openAccount(context, session);
  const { party } = writing;
  await carryOut(context, session, writing, {
    call: setOperator(session.deployment, kind, party, address, !end),
    done: end
      ? `${address} is operator no longer`
      : `Let ${address} move all that ${party} holds of kind ${kind}`,
    facts: [
      ["kind", kind],
      ["holder", party],
      ["operator", address],
    ],
    value: { kind, holder: party, operator: address, allowed: !end },
  });
}

function kindOf(text: string): Token["kind"] {
  switch (text) {
    case "namespace":
    case "record":
    case "sealed":
    case "batch":
    case "twin":
      return text;
    default:
      throw usage(`"${text}" is no kind of token.`, `Kinds are ${kinds}.`);
  }
}
