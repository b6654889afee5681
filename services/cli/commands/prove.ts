/** `cadastre prove`: make a file that shows an answer of the ledger to whoever trusts a block's hash. */
import { Command } from "commander";
import { quantitySchema } from "../../ledger/hex.js";
import { buildProof, documentText, isRefutation, rpcSource } from "../../proofs/index.js";
import { type Context, doing } from "../context.js";
import { CliError, usage } from "../errors.js";
import { openLedger } from "../ledger/session.js";
import { writeFileFor } from "../output/file.js";
import { questionHelp, questionOf } from "../proofs/question.js";
import type { QuestionFlags } from "../proofs/questioning.js";
import { verifiedText } from "../proofs/text.js";
import { keptHelp } from "../sealed/kept.js";

interface ProveOptions extends QuestionFlags {
  readonly at?: string;
  readonly out?: string;
}

export function proveCommand(): Command {
  return new Command("prove")
    .description("make a file that shows an answer of the ledger to whoever trusts a block's hash")
    .argument("<what>", questionHelp)
    .option("--scheme <scheme>", "read it as an identifier of this scheme")
    .option("--owner <segment>", "owner's segment for a UUID or URI")
    .option("--stands-for", "which twin, party or record the identifier stands for, and whose that is")
    .option(
      "--same-as <id>",
      "whether it and another identifier are of the same thing, by the word of both records",
    )
    .option(
      "--sealed",
      "that its sealed record is of the identifier: the proof shows the secret of that one seal",
    )
    .option("--content", "with --sealed: what the sealed record says too")
    .option(
      "--secret-file <file>",
      "with --sealed: secret that it was sealed with (default: the salt that was kept)",
    )
    .option("--kept <file>", keptHelp)
    .option("--batch <batch>", "that it is a member of this range, by the batch's id")
    .option("--proof <file>", "that it is a member of a list, by its proof: see batch prove")
    .option("--did", "of a party: its DID's controller and delegates, and the block of the last change")
    .option("--derivation", "of a twin: all that it comes from")
    .option("--components [twins...]", "of a twin: what it is made of (default: what the events name)")
    .option(
      "--holders <parties...>",
      "of a quota: whose units are to be shown, in place of those whom events name",
    )
    .option(
      "--members <parties...>",
      "of a group: who is to be shown to be in it or not (default: all who were added)",
    )
    .option(
      "--opening <file>",
      "of a blinded grant: who the grantee is, by the file that the grantor wrote for it",
    )
    .option("--freezes", "who holds it frozen")
    .option("--at <block>", "number of the block (default: the last one)")
    .option("--out <file>", "where to write the proof (default: print it)")
    .action(doing<ProveOptions>(prove));
}

async function prove(context: Context, options: ProveOptions, what: string): Promise<void> {
  if (options.batch !== undefined && options.proof !== undefined)
    throw usage("A proof of a list names its batch.", "Leave --batch out.");
  const session = await openLedger(context);
  const { client } = session.provider;
  const block =
    options.at === undefined
      ? await client.rpc("eth_blockNumber", [], quantitySchema)
      : blockNumber(options.at);
  const question = await questionOf({ context, session, flags: options, block }, what);
  const { document, verified } = await buildProof(
    rpcSource(client),
    session.deployment,
    question,
    block,
  ).catch((error: unknown) => {
    throw isRefutation(error) && !isShown(options) ? eventsIncomplete(error) : error;
  });
  const text = documentText(document);
  if (options.out !== undefined) await writeFileFor(options.out, `${text}\n`);
  const { hash, number } = verified.block;
  context.output.result(
    options.out === undefined
      ? text
      : `${verifiedText(verified)}\n\nWritten to ${options.out}. Whoever verifies it has to know that block ${number} is ${hash}.`,
    {
      block: { number, hash },
      ...(options.out === undefined ? { proof: text } : { file: options.out }),
      answer: verified.answer,
    },
  );
}

/** Whether the question was made of more than events: then that may be what is wrong. */
const isShown = ({ proof, opening, sealed }: ProveOptions): boolean =>
  [proof, opening, sealed].some((given) => given !== undefined);

function blockNumber(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw usage(`"${text}" is not a block's number.`, "Give a whole number, such as 1234567.");
}

/** The question was made of events, and the state says otherwise. */
const eventsIncomplete = (cause: unknown): CliError =>
  new CliError("CLI_EVENTS_INCOMPLETE", "The node's events do not lead to the state of that block.", {
    hint: "The node may have pruned its logs or be behind: use another one.",
    cause,
  });
