/** Sends the transactions that the bars are about, on a ledger of their own. */

import { issueMerkle, issueRule, materialise } from "../../../services/ledger/actions/batches.js";
import type { Call } from "../../../services/ledger/actions/call.js";
import { anchorDigests } from "../../../services/ledger/actions/evidence.js";
import {
  type RecordEntry,
  registerIdentifier,
  registerMany,
} from "../../../services/ledger/actions/identifiers.js";
import { delegateNamespace } from "../../../services/ledger/actions/namespaces.js";
import { registerParty } from "../../../services/ledger/actions/parties.js";
import { grantRight, revokeRight } from "../../../services/ledger/actions/rights.js";
import { transferToken } from "../../../services/ledger/actions/tokens.js";
import { commitContents, mintTwin } from "../../../services/ledger/actions/twins.js";
import type { LedgerProvider } from "../../../services/ledger/chain/provider.js";
import { commitTo } from "../../../services/ledger/commitment.js";
import type { Deployment } from "../../../services/ledger/deployment/deployment.js";
import { toAddress, toDigest, toHash, zeroWord } from "../../../services/ledger/hex.js";
import { merkleBatchId, namespaceId, schemeId, twinId } from "../../../services/ledger/ids.js";
import { keccak } from "../../../services/ledger/keccak.js";
import { encodeLinkset } from "../../../services/ledger/linkset.js";
import { leavesOf } from "../../../services/ledger/merkle/proof.js";
import { MerkleTree } from "../../../services/ledger/merkle/tree.js";
import { waitFor } from "../../../services/ledger/transactions/receipt.js";
import { Sender } from "../../../services/ledger/transactions/sender.js";
import type { Hash } from "../../../services/store/model.js";
import { demoWallet } from "../../demo/accounts.js";
import type { Measured } from "./bars.js";
import { deployPlainToken } from "./plainToken.js";

export interface Transaction {
  readonly hash: Hash;
  readonly gasUsed: number;
}

/** What OpenZeppelin's plain ERC-721 costs in the same run: the first token of an owner, and a further one. */
export interface PlainMints {
  readonly first: number;
  readonly next: number;
}

const prefix = "9506000";
const namespace = { scheme: "gs1", prefix };
const nothing = { kind: "none" } as const;
const links = encodeLinkset({
  "https://ref.gs1.org/voc/pip": [{ href: "https://example.com/p/4711", title: "Pump" }],
});
const withLinks = { subject: nothing, linkset: links };
const withoutLinks = { subject: nothing, linkset: new Uint8Array() };
const many = 100;
const members = 131_072n;
const digestOf = (text: string) => toDigest(keccak(Buffer.from(text)));
const serial = (number: number | bigint): string => `01/09506000134352/21/${number}`;

/** How many identifiers a transaction is about, where the bar is for each. */
export const identifiersIn = (name: Measured): number => (name.endsWith("each") ? many : 1);

/** The first and the second mint to the same owner. */
export async function mintPlainTokens(provider: LedgerProvider): Promise<PlainMints> {
  const signer = demoWallet("nordlicht").connect(provider);
  const mint = await deployPlainToken(signer);
  const sender = await Sender.open({ provider, signer, pollMs: 20 });
  const gasOfMint = async (tokenId: number): Promise<number> =>
    (await sender.send(mint(sender.address, tokenId))).gasUsed;
  return { first: await gasOfMint(1), next: await gasOfMint(2) };
}

/** One transaction for each bar. What comes before is sent, but not measured. */
export async function sendMeasured(
  provider: LedgerProvider,
  deployment: Deployment,
): Promise<Readonly<Record<Measured, Transaction>>> {
  const root = await Sender.open({ provider, signer: demoWallet("operator"), pollMs: 20 });
  const signer = demoWallet("acme");
  const buyer = toAddress(demoWallet("borealis").address);
  const maker = toAddress(signer.address);
  const asMaker = await Sender.open({ provider, signer, pollMs: 20 });
  const asBuyer = await Sender.open({ provider, signer: demoWallet("borealis"), pollMs: 20 });
  const send = (call: Call): Promise<Transaction> => asMaker.send(call);
  const profile = { kind: "organisation", legalId: "", profileDigest: null, profileUri: "" } as const;
  await asMaker.send(registerParty(deployment, maker, { ...profile, name: "Acme Pumps" }));
  await asBuyer.send(registerParty(deployment, buyer, { ...profile, name: "Borealis" }));

  await root.send(delegateNamespace(deployment, namespace, 0, maker));
  const delegated = await root.send(
    delegateNamespace(deployment, { scheme: "gs1", prefix: "9506001" }, 0, maker),
  );
  const register = (number: number, content: typeof withLinks) =>
    send(
      registerIdentifier(
        deployment,
        { scheme: "gs1", identifier: serial(number) },
        prefix.length,
        content,
        maker,
      ),
    );
  const registerHundred = (first: number, content: typeof withLinks) => {
    const entries: readonly RecordEntry[] = Array.from({ length: many }, (_, place) => ({
      identifier: serial(first + place),
      content,
    }));
    return send(registerMany(deployment, "gs1", prefix.length, entries, maker, false));
  };
  await register(1, withoutLinks);
  const range = { scheme: schemeId("gs1"), stem: "01/09506000134352/21/PN-", tail: "" };
  await send(issueRule(deployment, prefix.length, { ...range, first: "0000000", last: "0000009" }, maker));
  const list = listOf(deployment);
  const twins = await mintTwins(provider, deployment, asMaker);
  const key = {
    asset: { kind: "twin", id: twins[0] },
    scope: "",
    grantee: { kind: "party", party: buyer },
    survivesSale: false,
    terms: null,
    parent: null,
  } as const;
  const extent = { actions: ["read", "use"], from: 0, until: 4_000_000_000 } as const;
  const transfer = (id: (typeof twins)[number]) =>
    send(transferToken(deployment, { kind: "twin", id }, maker, buyer));

  return {
    "delegate a prefix": delegated,
    "register one identifier, digest stored": await register(2, withLinks),
    "register one identifier, no digest stored": await register(3, withoutLinks),
    "register 100 at once, digests stored, each": await registerHundred(1_000, withLinks),
    "register 100 at once, no digests stored, each": await registerHundred(2_000, withoutLinks),
    "issue a list of 131,072 identifiers (Merkle)": await send(
      issueMerkle(deployment, namespace, { ...list.parts, root: list.root, uri: "" }, maker),
    ),
    "issue a range of a million identifiers (rule)": await send(
      issueRule(deployment, prefix.length, { ...range, first: "1000000", last: "1999999" }, maker),
    ),
    "make a record of one of 131,072 members": await send(
      materialise(deployment, list.batch, list.member, list.proof, withoutLinks, maker),
    ),
    "grant a right": await send(grantRight(deployment, key, extent)),
    "revoke a right": await send(revokeRight(deployment, key, "")),
    "transfer a twin, first of its receiver": await transfer(twins[1]),
    "transfer a twin, next of its receiver": await transfer(twins[0]),
    "anchor one root": await send(anchorDigests(deployment, maker, [digestOf("log")])),
  };
}

/** A list of 131,072 identifiers, and what shows that one is among them. */
function listOf({ chainId, contracts }: Deployment) {
  const scheme = schemeId("gs1");
  const parts = { namespace: namespaceId(scheme, prefix), manifest: digestOf("manifest"), count: members };
  const leafOf = leavesOf({ chainId, registry: contracts.batches }, parts);
  const index = 77n;
  const tree = new MerkleTree(index);
  const identifierOf = (place: bigint) => `01/09506000134352/21/M${place}`;
  const contentDigest = toDigest(zeroWord);
  for (let place = 0n; place < members; place += 1n) {
    tree.add(leafOf({ index: place, scheme, identifier: identifierOf(place), contentDigest }));
  }
  const closed = tree.close();
  if (closed === null) throw new Error("a list without members");
  return {
    parts,
    root: toHash(closed.root),
    batch: merkleBatchId(parts, closed.root),
    member: { scheme: "gs1", identifier: identifierOf(index) },
    proof: { manifest: parts.manifest, count: members, index, contentDigest, path: closed.path },
  };
}

/** Two twins of the sender's party. */
async function mintTwins(provider: LedgerProvider, deployment: Deployment, sender: Sender) {
  const author = toAddress(demoWallet("acme").address);
  const digests = [digestOf("first content"), digestOf("second content")] as const;
  const commitment = commitTo(deployment, author, digests);
  const { hash } = await sender.send(commitContents(deployment, author, commitment.root));
  await waitFor(provider.client, hash);
  for (const digest of digests) {
    const content = { digest, mediaType: "application/json", uri: "" };
    const opening = commitment.opening(digest);
    await sender.send(
      mintTwin(deployment, { author, owner: author, kind: "type", name: "Pump", content, opening }),
    );
  }
  return [twinId(digests[0]), twinId(digests[1])] as const;
}
