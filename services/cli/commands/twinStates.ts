/** `cadastre twin release`, `deprecate` and `withdraw`: where a twin is in its life. */
import type { Command } from "commander";
import { setTwinState } from "../../ledger/actions/twins.js";
import type { TwinState } from "../../store/model.js";
import { type Context, doing, writes } from "../context.js";
import { carryOut } from "../ledger/carryOut.js";
import { openAccount, openLedger } from "../ledger/session.js";
import { twinArgument, twinReference } from "../names/asset.js";

interface ReasonOptions {
  readonly reason: string;
}

interface Step {
  readonly command: string;
  readonly description: string;
  readonly state: TwinState;
  readonly done: string;
  readonly question?: (text: string) => string;
}

const steps: readonly Step[] = [
  {
    command: "release",
    description: "release a draft, or take a deprecated twin up again",
    state: "released",
    done: "Released",
  },
  {
    command: "deprecate",
    description: "keep a twin for those who use it: only its owner makes new ones from it",
    state: "deprecated",
    done: "Deprecated",
  },
  {
    command: "withdraw",
    description: "end a twin for ever: it changes no more, and rights to its data do not hold",
    state: "withdrawn",
    done: "Withdrew",
    question: (text) => `${text} will never change or change hands again, and rights to it end. Withdraw it?`,
  },
];

export function addStateCommands(twin: Command): void {
  for (const { command, description, state, done, question } of steps) {
    const made = twin
      .command(command)
      .description(description)
      .argument("<twin>", twinArgument)
      .option("--reason <text>", "why, for everybody to read", "");
    writes(made, { irreversible: question !== undefined }).action(
      doing<ReasonOptions>(async (context: Context, { reason }, text) => {
        const session = await openLedger(context);
        const id = await twinReference(session, text);
        const writing = await openAccount(context, session);
        await carryOut(context, session, writing, {
          call: setTwinState(session.deployment, id, state, reason),
          done: `${done} ${id}`,
          value: { twin: id, state, reason },
          ...(question === undefined ? {} : { question: question(text) }),
        });
      }),
    );
  }
}
