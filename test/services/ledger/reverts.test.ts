import { AbiCoder, type ErrorFragment, Interface, id } from "ethers";
import { describe, expect, it } from "vitest";
import {
  DataRights__factory,
  EvidenceRegistry__factory,
  IdentifierRegistry__factory,
  NamespaceRegistry__factory,
  PartyAttestations__factory,
  PartyRegistry__factory,
  PartyRelations__factory,
  SealedRegistry__factory,
  Supervision__factory,
  TwinRegistry__factory,
} from "../../../services/ledger/contracts/index.js";
import { namedErrors, revertDataOf, revertError } from "../../../services/ledger/reverts.js";

/** Only a faulty deployment or upgrade meets these; their names say enough. */
const plumbing = [
  "AccessManagedInvalidAuthority",
  "AddressEmptyCode",
  "ERC1967InvalidImplementation",
  "ERC1967NonPayable",
  "ERC721InvalidApprover",
  "ERC721InvalidOperator",
  "ERC721InvalidOwner",
  "ERC721InvalidSender",
  "FailedCall",
  "InsufficientBalance",
  "InvalidInitialization",
  "NotInitializing",
  "UUPSUnauthorizedCallContext",
  "UUPSUnsupportedProxiableUUID",
];

const implementations = [
  PartyRegistry__factory,
  NamespaceRegistry__factory,
  IdentifierRegistry__factory,
  TwinRegistry__factory,
  DataRights__factory,
  Supervision__factory,
  EvidenceRegistry__factory,
  PartyAttestations__factory,
  PartyRelations__factory,
  SealedRegistry__factory,
].map((factory): Interface => factory.createInterface());
const errors = implementations.flatMap((abi) =>
  abi.fragments.filter((fragment): fragment is ErrorFragment => fragment.type === "error"),
);

function sample(type: string): unknown {
  if (type === "address") return `0x${"Ab".repeat(20)}`.toLowerCase();
  if (type === "string") return "text";
  return type.startsWith("bytes") ? `0x${"cd".repeat(32)}` : 2;
}

describe("revertError", () => {
  it.each([...new Map(errors.map((error) => [error.name, error])).values()])(
    "tells what $name means and what to do",
    (error) => {
      if (plumbing.includes(error.name)) return;
      expect(namedErrors).toContain(error.name);
      const types = error.inputs.map(({ type }) => type);
      const args = AbiCoder.defaultAbiCoder().encode(types, types.map(sample));
      const refused = revertError(error.selector + args.slice(2), "do this");

      expect(refused.code).toBe("LEDGER_REVERTED");
      expect(refused.details.error).toBe(error.name);
      expect(refused.message).toMatch(/^The ledger refused to do this: .+\.$/);
      expect(refused.message).not.toContain("undefined");
    },
  );

  it("has JSON-safe arguments under their names", () => {
    const holder = `0x${"ab".repeat(20)}`;
    const data = new Interface([
      "error NotHolder(uint256 tokenId, address holder, address caller)",
    ]).encodeErrorResult("NotHolder", [2n ** 255n, holder, holder]);
    const { details } = revertError(data, "move it");

    expect(details).toEqual({
      error: "NotHolder",
      args: { tokenId: `0x8${"0".repeat(63)}`, holder, caller: holder },
    });
    expect(() => JSON.stringify(details)).not.toThrow();
  });

  it("reads plain reasons and panics", () => {
    const plain = new Interface(["error Error(string message)", "error Panic(uint256 code)"]);
    const reason = revertError(plain.encodeErrorResult("Error", ["too late"]), "go");
    const panic = revertError(plain.encodeErrorResult("Panic", [17]), "go");

    expect(reason.message).toContain('"too late"');
    expect(panic.message).toContain("panic 17");
  });

  it.each(["0x", "0x12", `${id("Strange()").slice(0, 10)}00`, "0xzz"])(
    "takes %s for an unknown reason",
    (data) => {
      expect(revertError(data, "go")).toMatchObject({ code: "LEDGER_REVERTED", details: { error: null } });
    },
  );
});

describe("revertDataOf", () => {
  it.each([
    ["0x1234", "0x1234"],
    ["Reverted 0x1234", "0x1234"],
    [{ data: "0x1234", message: "execution reverted" }, "0x1234"],
    [{ data: { data: "0x1234" } }, "0x1234"],
    [{ message: "execution reverted" }, null],
    [undefined, null],
    [null, null],
  ])("finds the data in %j", (rpcData, expected) => {
    expect(revertDataOf(rpcData)).toBe(expected);
  });
});
