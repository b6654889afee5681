/** What the ledger says the content of data is: a digest that it has to have, or whose word is good for it. */
import { toDigest } from "../../ledger/hex.js";
import { readAnchor } from "../../ledger/reads/evidence.js";
import { readAssetOwner } from "../../ledger/reads/rights.js";
import { readTwin } from "../../ledger/reads/twins.js";
import type { Address, Asset, Digest } from "../../store/model.js";
import { notFound, usage } from "../errors.js";
import { eventsOf } from "../ledger/events.js";
import type { LedgerSession } from "../ledger/session.js";

/** What makes content the right one. */
export type Expected =
  | { readonly kind: "digest"; readonly digest: Digest }
  /** It has to be anchored as evidence by the asset's owner. */
  | { readonly kind: "anchored"; readonly by: Address };

/**
 * All data of a twin is the content of its last version; a data set is what its asset's owner anchored; or the digest that was
 * given.
 * @throws CliError `CLI_NOT_FOUND`, `CLI_USAGE`
 */
export async function expectedContent(
  session: LedgerSession,
  asset: Asset,
  scope: string,
  digest: string | undefined,
): Promise<Expected> {
  const { provider, deployment } = session;
  if (digest !== undefined) return { kind: "digest", digest: digestOf(digest) };
  const twin = asset.kind === "twin" && scope === "" ? await readTwin(provider, deployment, asset.id) : null;
  if (twin !== null) return { kind: "digest", digest: twin.digest };
  return { kind: "anchored", by: await readAssetOwner(provider, deployment, asset) };
}

/** Whether content of a digest is what the ledger has. */
export async function isExpected(
  { provider, deployment }: LedgerSession,
  expected: Expected,
  digest: Digest,
): Promise<boolean> {
  if (expected.kind === "digest") return expected.digest === digest;
  return (await readAnchor(provider, deployment, digest, expected.by)) !== null;
}

/**
 * Where the ledger says that a twin's content is.
 * @throws CliError `CLI_NOT_FOUND`
 */
export async function registeredUrl(session: LedgerSession, asset: Asset, scope: string): Promise<string> {
  const published =
    asset.kind === "twin" && scope === ""
      ? await eventsOf(session, "twins", "TwinVersionPublished", [asset.id])
      : [];
  const uri = published.at(-1)?.event.uri ?? "";
  if (/^https?:/.test(uri)) return uri;
  throw notFound("The ledger does not say where this data is.", "Name the address: --url URL.");
}

function digestOf(text: string): Digest {
  if (/^(?:0x)?[0-9a-fA-F]{64}$/.test(text)) return toDigest(`0x${text.replace(/^0x/, "")}`);
  throw usage(`"${text}" is not a SHA-256 digest.`, "Give 64 hexadecimal digits.");
}
