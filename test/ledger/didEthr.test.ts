/** Parties as `did:ethr`: read by a resolver, and signed for by a client, that know nothing of this project. */
import { createRequire } from "node:module";
import { SigningKey, toUtf8Bytes, Wallet, ZeroAddress } from "ethers";
import { EthrDidController, getResolver } from "ethr-did-resolver";
import { beforeEach, describe, expect, it } from "vitest";
import { deployLedger, type Ledger, organisation, registerParty, zeroWord } from "./fixture.js";

const validity = 4_000_000_000;

/** The library is CommonJS and takes the providers of that copy of ethers. */
const { BrowserProvider } = createRequire(import.meta.url)("ethers");

describe("a party as did:ethr", () => {
  let ledger: Ledger;
  let registry: string;

  beforeEach(async () => {
    ledger = await deployLedger();
    registry = await ledger.parties.getAddress();
  });

  const resolve = async (identity: string) => {
    const provider = new BrowserProvider(ledger.connection.provider);
    const chainId = Number((await provider.getNetwork()).chainId);
    const resolvers = getResolver({ networks: [{ name: "dev", chainId, provider, registry }] });
    const id = `dev:${identity}`;
    const did = `did:ethr:${id}`;
    const result = await resolvers.ethr?.(
      did,
      { did, didUrl: did, method: "ethr", id },
      { resolve: unused },
      {},
    );
    if (result === undefined) throw new Error("The library has no resolver for ethr.");
    return { ...result, account: result.didDocument?.verificationMethod?.[0]?.blockchainAccountId };
  };

  it("resolves to its own account while control has not moved", async () => {
    const { maker } = ledger;
    expect((await resolve(maker.address)).account).toContain(maker.address);
  });

  it("resolves to the new key after a rotation, and no longer to the old one", async () => {
    const { parties, maker, buyer } = ledger;
    await parties.connect(maker).changeOwner(maker.address, buyer.address);
    const { account, didDocument } = await resolve(maker.address);
    expect(account).toContain(buyer.address);
    expect(didDocument?.verificationMethod).toHaveLength(1);
  });

  it("resolves to a deactivated DID once control was given up", async () => {
    const { parties, maker } = ledger;
    await parties.connect(maker).changeOwner(maker.address, ZeroAddress);
    const { didDocument, didDocumentMetadata } = await resolve(maker.address);
    expect(didDocumentMetadata.deactivated).toBe(true);
    expect(didDocument?.verificationMethod).toEqual([]);
  });

  it("resolves to the recovered key, and to nothing that only this ledger knows", async () => {
    const { parties, connection, maker, buyer, partner, root } = ledger;
    const guardians = [buyer.address, partner.address].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
    await parties.connect(maker).nameGuardians(maker.address, guardians, 2, 3600);
    await parties.connect(buyer).approveRecovery(maker.address, buyer.address, root.address);
    await parties.connect(partner).approveRecovery(maker.address, partner.address, root.address);
    expect((await resolve(maker.address)).account).toContain(maker.address);
    await connection.provider.request({ method: "evm_increaseTime", params: [3600] });
    await parties.executeRecovery(maker.address, root.address);
    const { account, didDocument } = await resolve(maker.address);
    expect(account).toContain(root.address);
    expect(didDocument?.verificationMethod).toHaveLength(1);
  });

  it("shows delegates and services until they are revoked", async () => {
    const { parties, maker, partner, ethers } = ledger;
    const asMaker = parties.connect(maker);
    const delegateType = ethers.encodeBytes32String("veriKey");
    const service = ethers.encodeBytes32String("did/svc/Hub");
    const endpoint = toUtf8Bytes("https://example.com/hub");
    await asMaker.addDelegate(maker.address, delegateType, partner.address, validity);
    await asMaker.setAttribute(maker.address, service, endpoint, validity);
    const before = await resolve(maker.address);
    expect(JSON.stringify(before.didDocument?.verificationMethod)).toContain(partner.address);
    expect(before.didDocument?.service?.[0]?.serviceEndpoint).toBe("https://example.com/hub");

    await asMaker.revokeAttribute(maker.address, service, endpoint);
    expect((await resolve(maker.address)).didDocument?.service).toBeUndefined();
  });

  it("resolves where registration and an attribute lie in one block", async () => {
    const { connection, parties, stranger, ethers } = ledger;
    const asStranger = parties.connect(stranger);
    const service = ethers.encodeBytes32String("did/svc/Hub");
    const endpoint = toUtf8Bytes("https://example.com/hub");
    await connection.provider.request({ method: "evm_setAutomine", params: [false] });
    const sent = [
      await registerParty(parties, stranger),
      await asStranger.setAttribute(stranger.address, service, endpoint, validity),
      await asStranger.updateProfile(stranger.address, { ...organisation, name: "Other" }),
    ];
    await connection.provider.request({ method: "evm_mine", params: [] });
    await connection.provider.request({ method: "evm_setAutomine", params: [true] });
    const receipts = await Promise.all(sent.map((transaction) => transaction.wait()));
    expect(new Set(receipts.map((receipt) => receipt?.blockNumber)).size).toBe(1);

    const { didDocument, didResolutionMetadata } = await resolve(stranger.address);
    expect(didResolutionMetadata.error).toBeUndefined();
    expect(didDocument?.service?.[0]?.serviceEndpoint).toBe("https://example.com/hub");
  });

  it("shows clients of did:ethr no event but those of ERC-1056", async () => {
    const { parties, maker, ethers } = ledger;
    await parties.connect(maker).setAttribute(maker.address, zeroWord, "0x", validity);
    const identity = ethers.zeroPadValue(maker.address, 32);
    const filter = { address: await parties.getAddress(), fromBlock: 0, topics: [null, identity] };
    const logs = await ethers.provider.getLogs(filter);
    const names = logs.map((log) => parties.interface.parseLog(log)?.name);
    expect(names).toEqual(["DIDAttributeChanged"]);
  });

  it("takes what the client library signs, once", async () => {
    const { connection, parties, stranger } = ledger;
    const provider = new BrowserProvider(connection.provider);
    const owner = new Wallet(`0x${"5a".repeat(32)}`);
    const next = new Wallet(`0x${"5b".repeat(32)}`);
    const client = new EthrDidController(
      owner.address,
      undefined,
      await provider.getSigner(stranger.address),
      "dev",
      provider,
      undefined,
      registry,
      false,
    );
    const signed = (digest: string) => {
      const { v, r, s } = new SigningKey(owner.privateKey).sign(digest);
      return { sigV: v, sigR: r, sigS: s };
    };

    const setAttribute = ["did/svc/Hub", "https://example.com/hub", 3600] as const;
    await client.setAttributeSigned(
      ...setAttribute,
      signed(await client.createSetAttributeHash(...setAttribute)),
    );
    const addDelegate = ["veriKey", next.address, 3600] as const;
    await client.addDelegateSigned(
      ...addDelegate,
      signed(await client.createAddDelegateHash(...addDelegate)),
    );
    const revokeDelegate = ["veriKey", next.address] as const;
    await client.revokeDelegateSigned(
      ...revokeDelegate,
      signed(await client.createRevokeDelegateHash(...revokeDelegate)),
    );
    const revokeAttribute = ["did/svc/Hub", "https://example.com/hub"] as const;
    await client.revokeAttributeSigned(
      ...revokeAttribute,
      signed(await client.createRevokeAttributeHash(...revokeAttribute)),
    );
    const handover = signed(await client.createChangeOwnerHash(next.address));
    await client.changeOwnerSigned(next.address, handover);
    expect(await parties.identityOwner(owner.address)).toBe(next.address);
    await expect(client.changeOwnerSigned(owner.address, handover)).rejects.toThrow();
  });
});

const unused = (): never => {
  throw new Error("A did:ethr is resolved without asking for other DIDs.");
};
