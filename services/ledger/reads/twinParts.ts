/** What the registries around that of the twins hold of a twin: at a block, or at the head if that is left out. */
import type { Provider } from "ethers";
import type { Address, Digest, TwinId } from "../../store/model.js";
import type { AuthorShare } from "../actions/twinTerms.js";
import { ledgerContracts } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { toAddress, toDigest, toTwinId, zeroAddress, zeroWord } from "../hex.js";
import { atBlock } from "./at.js";

/** The whole price in basis points: asked for this one, the registry answers with the royalty itself. */
const wholePrice = 10_000;

/** The party that minted a twin; null where there is no such twin. */
export async function readAuthor(
  provider: Provider,
  deployment: Deployment,
  twin: TwinId,
  block?: number,
): Promise<Address | null> {
  const { twins } = ledgerContracts(deployment, provider);
  const author = toAddress(await twins.authorOf(twin, atBlock(block)));
  return author === zeroAddress ? null : author;
}

/** The authors with their shares, the one that minted the twin first. */
export async function readAuthors(
  provider: Provider,
  deployment: Deployment,
  twin: TwinId,
  block?: number,
): Promise<readonly AuthorShare[]> {
  const found = await ledgerContracts(deployment, provider).twinTerms.authorsOf(twin, atBlock(block));
  return found.map(({ party, share }) => ({ party: toAddress(party), share: Number(share) }));
}

/** What a market is told to pay now, and whom; null where nothing is due or nobody is there to be paid. */
export async function readRoyalty(
  provider: Provider,
  deployment: Deployment,
  twin: TwinId,
  block?: number,
): Promise<{ readonly basisPoints: number; readonly payee: Address } | null> {
  const [payee, amount] = await ledgerContracts(deployment, provider).twins.royaltyInfo(
    twin,
    wholePrice,
    atBlock(block),
  );
  return amount === 0n ? null : { basisPoints: Number(amount), payee: toAddress(payee) };
}

export interface LicenceState {
  /** 1 for the first terms. */
  readonly version: number;
  /** SHA-256 of the terms; null where no licence is offered any more. */
  readonly digest: Digest | null;
}

/** Licence terms; null where there never were any. */
export async function readLicence(
  provider: Provider,
  deployment: Deployment,
  twin: TwinId,
  block?: number,
): Promise<LicenceState | null> {
  const { twinTerms } = ledgerContracts(deployment, provider);
  const { version, digest } = await twinTerms.licenceOf(twin, atBlock(block));
  if (version === 0n) return null;
  return { version: Number(version), digest: digest === zeroWord ? null : toDigest(digest) };
}

export interface TwinLine {
  /** In the order in which they were named. */
  readonly parents: readonly TwinId[];
  /** Longest way to an ancestor without parents. */
  readonly depth: number;
  /** Nothing may be derived from it or from its instances. */
  readonly closed: boolean;
  /** Number of twins that have it as a parent. */
  readonly children: number;
}

export async function readLine(
  provider: Provider,
  deployment: Deployment,
  twin: TwinId,
  block?: number,
): Promise<TwinLine> {
  const { twinLineage } = ledgerContracts(deployment, provider);
  const [line, parents] = await Promise.all([
    twinLineage.lineOf(twin, atBlock(block)),
    twinLineage.parentsOf(twin, atBlock(block)),
  ]);
  return {
    parents: parents.map(toTwinId),
    depth: Number(line.depth),
    closed: line.noDerivatives,
    children: Number(line.children),
  };
}

/** Number of components of a twin, and of assemblies that list it. */
export async function readUses(
  provider: Provider,
  deployment: Deployment,
  twin: TwinId,
  block?: number,
): Promise<{ readonly components: number; readonly assemblies: number }> {
  const { components, assemblies } = await ledgerContracts(deployment, provider).twinComposition.usesOf(
    twin,
    atBlock(block),
  );
  return { components: Number(components), assemblies: Number(assemblies) };
}

/** How many of the component an assembly lists; 0 for none. */
export async function readQuantity(
  provider: Provider,
  deployment: Deployment,
  whole: TwinId,
  component: TwinId,
  block?: number,
): Promise<number> {
  return Number(
    await ledgerContracts(deployment, provider).twinComposition.quantityOf(whole, component, atBlock(block)),
  );
}
