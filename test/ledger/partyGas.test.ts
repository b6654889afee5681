/**
 * What a transaction about parties costs, through the proxies: attestations, relations, recovery, and calls by signature.
 *
 * Update: `vitest run test/ledger/partyGas.test.ts -u`
 */
import { TypedDataEncoder, Wallet } from "ethers";
import { expect, it } from "vitest";
import {
  ERC1967Proxy__factory,
  PartyAttestations__factory,
  PartyRegistry__factory,
  PartyRelations__factory,
} from "../../services/ledger/contracts/index.js";
import { deployLedger, digestOf, gasOf, zeroWord } from "./fixture.js";

const lei = "lei:213800KUD8LAJWSQ9D15";
const registrarAdmin = 3n;
const membership = 1;
const machine = 3;

it("stays what it was", async () => {
  const { ethers, connection, manager, parties, twins, admin, maker, buyer, partner, root, stranger } =
    await deployLedger();
  const initialise = PartyRegistry__factory.createInterface().encodeFunctionData("initialize", [
    await manager.getAddress(),
  ]);
  const behindProxy = async (implementation: { getAddress(): Promise<string> }): Promise<string> =>
    (
      await new ERC1967Proxy__factory(admin).deploy(await implementation.getAddress(), initialise)
    ).getAddress();
  const at = await parties.getAddress();
  const attestations = PartyAttestations__factory.connect(
    await behindProxy(await new PartyAttestations__factory(admin).deploy(at)),
    admin,
  );
  const relations = PartyRelations__factory.connect(
    await behindProxy(await new PartyRelations__factory(admin).deploy(at, await twins.getAddress())),
    admin,
  );
  await manager.grantRole(registrarAdmin, admin.address, 0);
  const accredit = attestations.interface.getFunction("accredit").selector;
  await manager.setTargetFunctionRole(await attestations.getAddress(), [accredit], registrarAdmin);
  await parties.connect(stranger).register(stranger.address, {
    kind: machine,
    name: "Press",
    legalId: "",
    profileDigest: zeroWord,
    profileUri: "",
  });
  await attestations.accredit(partner.address, "iso9001", 0);

  const asRegistrar = attestations.connect(partner);
  const guardians = [buyer.address, partner.address, root.address].sort((a, b) =>
    BigInt(a) < BigInt(b) ? -1 : 1,
  );
  const key = {
    kind: membership,
    party: maker.address,
    subject: `0x${stranger.address.slice(2).padStart(64, "0")}`,
  };
  const approve = (guardian: typeof buyer) =>
    parties.connect(guardian).approveRecovery(maker.address, guardian.address, stranger.address);

  const signer = new Wallet(digestOf("a key without funds"));
  const domain = {
    name: "Cadastre Parties",
    version: "1",
    chainId: (await ethers.provider.getNetwork()).chainId,
    verifyingContract: at,
  };
  const types = {
    Call: [
      { name: "target", type: "address" },
      { name: "signer", type: "address" },
      { name: "call", type: "bytes" },
      { name: "nonce", type: "uint256" },
      { name: "deadline", type: "uint256" },
    ],
  };
  const signed = async (call: string) => {
    const deadline = 4_000_000_000;
    const nonce = await parties.nonce(signer.address);
    const digest = TypedDataEncoder.hash(domain, types, {
      target: at,
      signer: signer.address,
      call,
      nonce,
      deadline,
    });
    const signature = signer.signingKey.sign(digest).serialized;
    return parties.connect(stranger).callWithSignature(at, signer.address, call, deadline, signature);
  };

  const gas: Record<string, number> = {
    "accredit a registrar": await gasOf(attestations.accredit(partner.address, "lei:", 0)),
    "attest a legal identifier": await gasOf(
      asRegistrar.attestLegalId(partner.address, maker.address, lei, 4_000_000_000, ""),
    ),
    "attest a statement": await gasOf(
      asRegistrar.attest(
        partner.address,
        maker.address,
        "iso9001",
        digestOf("certificate"),
        4_000_000_000,
        "",
      ),
    ),
    "revoke an attestation": await gasOf(
      asRegistrar.revokeAttestation(
        {
          registrar: partner.address,
          party: maker.address,
          kind: digestOf("iso9001"),
          digest: digestOf("certificate"),
        },
        "",
      ),
    ),
    "propose a membership": await gasOf(relations.connect(maker).agree(key)),
    "begin a membership": await gasOf(relations.connect(stranger).agree(key)),
    "end a membership": await gasOf(relations.connect(maker).end(key)),
    "name three guardians": await gasOf(
      parties.connect(maker).nameGuardians(maker.address, guardians, 2, 3600),
    ),
    "approve a recovery, first": await gasOf(approve(buyer)),
    "approve a recovery, next": await gasOf(approve(partner)),
  };
  await connection.provider.request({ method: "evm_increaseTime", params: [3600] });
  gas["execute a recovery"] = await gasOf(parties.executeRecovery(maker.address, stranger.address));
  gas["change the controller"] = await gasOf(
    parties.connect(stranger).changeOwner(maker.address, maker.address),
  );
  gas["change the controller, next"] = await gasOf(
    parties.connect(maker).changeOwner(maker.address, stranger.address),
  );
  gas["change the controller by a signed call, first"] = await gasOf(
    signed(parties.interface.encodeFunctionData("changeOwner", [signer.address, buyer.address])),
  );

  console.table(gas);
  expect(gas).toMatchSnapshot();
});
