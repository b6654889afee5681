/** `cadastre party member`, `bind` and `unbind`: organisations and their members, machines and their twins and agents. */
import type { Command } from "commander";
import { agreeRelation, endRelation } from "../../ledger/actions/relations.js";
import type { Address, RelationSides } from "../../store/model.js";
import { type Context, doing, writes } from "../context.js";
import { carryOut } from "../ledger/carryOut.js";
import { type LedgerSession, openAccount, openLedger } from "../ledger/session.js";
import { twinReference } from "../names/asset.js";
import { partyAddress } from "../names/party.js";

interface BindOptions {
  readonly physical?: string;
}

/** The sides of a relation, one of which is the party that acts. */
type Sides = (acting: Address, other: Address) => RelationSides;

const asOrganisation: Sides = (party, subject) => ({ kind: "membership", party, subject });
const asMember: Sides = (subject, party) => ({ kind: "membership", party, subject });

export function addRelationCommands(party: Command): void {
  const member = party.command("member").description("members of organisations; both sides have to agree");
  const command = (name: string, description: string, argument: string): Command =>
    writes(member.command(name).description(description).argument(`<${argument}>`, "the other side"));
  command("add", "agree to a member, as its organisation", "member").action(
    doing(membership(asOrganisation, true)),
  );
  command("remove", "end a membership, as the organisation", "member").action(
    doing(membership(asOrganisation, false)),
  );
  command("join", "agree to belong to an organisation, as the member", "organisation").action(
    doing(membership(asMember, true)),
  );
  command("leave", "end a membership, as the member", "organisation").action(
    doing(membership(asMember, false)),
  );
  const binding = (name: string, description: string): Command =>
    writes(
      party
        .command(name)
        .description(description)
        .argument("<virtual>", "twin:ID or twin:FILE of the twin that describes it, or its software party")
        .option("--physical <party>", "what is bound (default: the party for which the key acts)"),
    );
  binding("bind", "tie a party to its twin or software agent; both sides have to agree").action(
    doing<BindOptions>(bound(true)),
  );
  binding("unbind", "end that, for both sides").action(doing<BindOptions>(bound(false)));
}

function membership(sidesOf: Sides, agrees: boolean) {
  return async (context: Context, _: object, text: string): Promise<void> => {
    const other = await partyAddress(context, text);
    const session = await openLedger(context);
    await relate(context, session, agrees, (acting) => sidesOf(acting, other));
  };
}

function bound(agrees: boolean) {
  return async (context: Context, { physical }: BindOptions, text: string): Promise<void> => {
    const session = await openLedger(context);
    const named = physical === undefined ? undefined : await partyAddress(context, physical);
    const sides = await virtualSide(context, session, text);
    await relate(context, session, agrees, (acting) => sides(named ?? acting));
  };
}

async function virtualSide(
  context: Context,
  session: LedgerSession,
  text: string,
): Promise<(party: Address) => RelationSides> {
  if (/^(?:twin|file):/.test(text)) {
    const subject = await twinReference(session, text);
    return (party) => ({ kind: "twin", party, subject });
  }
  const subject = await partyAddress(context, text);
  return (party) => ({ kind: "agent", party, subject });
}

async function relate(
  context: Context,
  session: LedgerSession,
  agrees: boolean,
  sidesOf: (acting: Address) => RelationSides,
): Promise<void> {
  const writing = await openAccount(context, session);
  const sides = sidesOf(writing.party);
  const { kind, party, subject } = sides;
  await carryOut(context, session, writing, {
    call: agrees ? agreeRelation(session.deployment, sides) : endRelation(session.deployment, sides),
    done: agrees ? "Agreed; it begins once both sides have" : "Ended, or taken back",
    facts: [
      [kind === "membership" ? "organisation" : "party", party],
      [kind === "membership" ? "member" : kind, subject],
    ],
    value: { ...sides, agreed: agrees },
  });
}
