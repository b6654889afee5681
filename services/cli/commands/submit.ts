/** `cadastre submit`: send calls that others signed, and pay for them. */
import { Command } from "commander";
import { submitSignedCall } from "../../ledger/signedCalls.js";
import { type Context, doing, writes } from "../context.js";
import { usage } from "../errors.js";
import { carryOut } from "../ledger/carryOut.js";
import { openAccount, openLedger } from "../ledger/session.js";
import { readSigned } from "../ledger/signing.js";

export function submitCommand(): Command {
  const submit = new Command("submit")
    .description("send what someone signed with --sign; your key pays, theirs acts")
    .argument("<file>", "file with the signed calls");
  return writes(submit, { unsigned: true }).action(doing<object>(run));
}

async function run(context: Context, _: object, file: string): Promise<void> {
  const session = await openLedger(context);
  const { calls } = await readSigned(file, session.deployment);
  const [call, ...before] = calls.map((signed) => submitSignedCall(session.deployment, signed)).reverse();
  const last = calls.at(-1);
  if (call === undefined || last === undefined)
    throw usage(`${file} holds no signed calls.`, "Sign one: --sign");
  const writing = await openAccount(context, session);
  await carryOut(context, session, writing, {
    before: before.reverse(),
    call,
    done: `Submitted: ${calls.map(({ describe }) => describe).join("; ")}`,
    facts: [["signer", last.signer]],
    value: { signer: last.signer, calls: calls.length },
  });
}
