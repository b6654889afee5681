/** `cadastre verify`: see whether a proof is true, without a node or a network. */
import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { unreadable } from "../../importers/digest.js";
import { loadDeployment } from "../../ledger/deployment/deployment.js";
import { verifyProof } from "../../proofs/index.js";
import { required } from "../config/settings.js";
import { type Context, doing } from "../context.js";
import { verifiedText } from "../proofs/text.js";
import { type TrustFlags, trustOf } from "../proofs/trust.js";

export function verifyCommand(): Command {
  return new Command("verify")
    .description(
      "see whether a proof is true, without a node: from the deployment file and a block that you trust",
    )
    .argument("<file>", "the proof, as cadastre prove wrote it")
    .option("--block-hash <hash>", "hash of the block, from whom you trust")
    .option("--header <file>", "file with the block's header in RLP, as hexadecimal digits")
    .option("--vote <name=hash...>", "what one of several says that the hash is")
    .option("--threshold <number>", "with --vote: how many have to agree")
    .action(doing<TrustFlags>(verify));
}

async function verify(context: Context, options: TrustFlags, file: string): Promise<void> {
  const block = await trustOf(options);
  const deployment = await loadDeployment(required(await context.settings(), "deployment"));
  const verified = verifyProof(await textOf(file), { deployment, block });
  context.output.result(verifiedText(verified), { verdict: "proven", ...verified });
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw unreadable(file, cause);
  }
}
