/** Signs calls into a file instead of sending them, and reads such files. */
import { readFile } from "node:fs/promises";
import type { Wallet } from "ethers";
import type { Call } from "../../ledger/actions/call.js";
import type { Deployment } from "../../ledger/deployment/deployment.js";
import {
  type SignedCalls,
  signCalls,
  signedCallsSchema,
  takesSignedCalls,
} from "../../ledger/signedCalls.js";
import { writeWholeFile } from "../../ledger/wholeFile.js";
import type { Context } from "../context.js";
import { CliError, usage } from "../errors.js";
import { endTime } from "../names/time.js";
import { facts, utcTime } from "../output/layout.js";
import { styled } from "../output/output.js";
import type { LedgerSession } from "./session.js";

const validSeconds = 7 * 86_400;

export async function signToFile(
  { output, flags }: Context,
  { provider, deployment }: LedgerSession,
  wallet: Wallet,
  calls: readonly Call[],
  file: string,
): Promise<void> {
  if (!calls.every(({ to }) => takesSignedCalls(deployment, to)))
    throw usage("That is not done by signature.", "Offices and administrators send their calls themselves.");
  const deadline =
    flags.validUntil === undefined
      ? Math.floor(Date.now() / 1000) + validSeconds
      : endTime(flags.validUntil) - 1;
  const signed = await signCalls(provider, deployment, wallet, calls, deadline);
  await writeSigned(file, signed);
  output.result(
    `${styled("green", "✓")} Signed, not sent: ${calls.map(({ describe }) => describe).join("; then ")}\n${facts(
      [
        ["file", file],
        ["signer", wallet.address.toLowerCase()],
        ["submit by", utcTime(deadline)],
        ["to submit", `cadastre submit ${file}`],
      ],
    )}`,
    { file, ...signed },
  );
}

async function writeSigned(file: string, signed: SignedCalls): Promise<void> {
  try {
    await writeWholeFile(file, `${JSON.stringify(signed, null, 2)}\n`, { exclusive: true });
  } catch (cause) {
    throw new CliError("CLI_USAGE", `${file} cannot be written.`, {
      hint: "Give --sign a file that is not there yet, in a folder that you may write to.",
      cause,
    });
  }
}

/** @throws CliError `CLI_USAGE` for anything else than signed calls of this deployment. */
export async function readSigned(file: string, deployment: Deployment): Promise<SignedCalls> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    throw new CliError("CLI_USAGE", `${file} cannot be read as signed calls.`, {
      hint: "Give a file that a command with --sign wrote.",
      cause,
    });
  }
  const signed = signedCallsSchema.safeParse(json);
  if (!signed.success) throw usage(`${file} holds no signed calls.`, "Ask its signer for it again.");
  const { chainId, contract } = signed.data;
  if (chainId !== deployment.chainId || contract !== deployment.contracts.parties)
    throw usage(`${file} was signed for another ledger.`, "Configure the deployment that it is for.");
  return signed.data;
}
