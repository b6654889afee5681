/** Taking a metered use: its capability tells whose units count, and the statement that comes with it that they may be taken. */
import type { Capability } from "../capabilities/capability.js";
import { signerOf } from "../requests/verify.js";
import type { UsageBook } from "./book.js";
import { UsageError } from "./errors.js";
import type { AskedMeter } from "./meter.js";
import { decodeTotal, statementDigest, type UsageStatement } from "./statement.js";

export interface ShownUse {
  readonly capability: Capability;
  /** The capability as it came. */
  readonly token: string;
  /** Value of the usage header; undefined where there is none. */
  readonly usage: string | undefined;
}

/**
 * Notes a use in the book of its host, on the disk.
 * @throws UsageError
 */
export async function meterUse(
  book: UsageBook,
  asked: AskedMeter,
  { capability, token, usage }: ShownUse,
): Promise<UsageStatement> {
  const { party: holder, key, chainId, meter } = capability;
  const { quota, host } = asked;
  const last = await book.last({ quota, holder });
  if (meter === null || meter.quota !== quota || meter.host !== host)
    throw new UsageError(
      "USAGE_UNMETERED",
      "The use costs units, and the capability says nothing of them.",
      "Ask the resolver for a capability with this meter: its quota, host and units.",
      asked,
      last,
    );
  const shown = decodeTotal(usage ?? "");
  if (shown === null)
    throw unstated("The use costs units, and the request brings no statement.", asked, last);
  const { total, signature } = shown;
  const statement: UsageStatement = { chainId, registry: meter.registry, quota, holder, host, total };
  if (signerOf(statementDigest(statement), signature) !== key)
    throw unstated("The capability's key did not sign the statement.", asked, last);
  await book.accept({ statement, signature, capability: token }, meter, asked.units);
  return statement;
}

const unstated = (message: string, asked: AskedMeter, last: Awaited<ReturnType<UsageBook["last"]>>) =>
  new UsageError(
    "USAGE_UNSTATED",
    message,
    "Sign what you have used here in all with this use, and send it as cadastre-usage.",
    asked,
    last,
  );
