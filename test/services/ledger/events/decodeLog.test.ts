import { AbiCoder, type EventFragment, type Interface, type ParamType, type Result } from "ethers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { interfaces } from "../../../../services/ledger/contracts.js";
import { type ContractName, contractNames } from "../../../../services/ledger/deployment/deployment.js";
import { LedgerError } from "../../../../services/ledger/errors.js";
import { decodeLog } from "../../../../services/ledger/events/decodeLog.js";

/** Of no use to an index; see the generator. */
const leftOut = ["MetadataUpdate", "BatchMetadataUpdate", "Unlocked"];
/** What the generator calls events whose names others have too. */
const aliases: Readonly<Record<string, string>> = {
  "quotas Transfer": "UnitsMoved",
  "quotas Approval": "AllowanceSet",
};
const nameOf = ({ contract, event }: Pick<EventCase, "contract" | "event">): string =>
  aliases[`${contract} ${event.name}`] ?? event.name;

interface EventCase {
  readonly contract: ContractName;
  readonly abi: Interface;
  readonly event: EventFragment;
}

const allEvents: EventCase[] = contractNames.flatMap((contract) => {
  const abi: Interface = interfaces[contract];
  return abi.fragments
    .filter((fragment): fragment is EventFragment => fragment.type === "event")
    .map((event) => ({ contract, abi, event }));
});
const decoded = allEvents.filter(({ event }) => !leftOut.includes(event.name));

const hexOf = (bytes: number): fc.Arbitrary<string> =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((array) => `0x${Buffer.from(array).toString("hex")}`);

function arbitraryOf(type: ParamType): fc.Arbitrary<unknown> {
  if (type.components !== null && type.baseType === "tuple")
    return fc.tuple(...type.components.map(arbitraryOf));
  if (type.arrayChildren !== null) return fc.array(arbitraryOf(type.arrayChildren), { maxLength: 4 });
  if (type.type === "string") return fc.string({ unit: "binary", maxLength: 80 });
  if (type.type === "bytes")
    return fc.uint8Array({ maxLength: 100 }).map((a) => `0x${Buffer.from(a).toString("hex")}`);
  if (type.type === "address") return hexOf(20);
  if (type.type === "bool") return fc.boolean();
  const uint = /^uint(\d+)$/.exec(type.type);
  if (uint) return fc.bigInt({ min: 0n, max: 2n ** BigInt(uint[1] ?? "0") - 1n });
  const bytes = /^bytes(\d+)$/.exec(type.type);
  if (bytes) return hexOf(Number(bytes[1]));
  throw new Error(`No values for ${type.type}`);
}

const valuesOf = (event: EventFragment): fc.Arbitrary<unknown[]> =>
  fc.tuple(...event.inputs.map(arbitraryOf));

/** ethers' values in the form that the ledger's events have. */
function plain(types: readonly ParamType[], values: Result): Record<string, unknown> {
  const entries = types.map((type, position): [string, unknown] => {
    const value: unknown = values[position];
    if (type.baseType === "tuple" && type.components !== null) {
      return [type.name, plain(type.components, values[position])];
    }
    if (type.type === "address[]" && Array.isArray(value))
      return [type.name, value.map((one) => String(one).toLowerCase())];
    const uint = /^uint(\d+)$/.exec(type.type);
    if (uint && Number(uint[1]) <= 48) return [type.name, Number(value)];
    return [type.name, type.type !== "string" && typeof value === "string" ? value.toLowerCase() : value];
  });
  return Object.fromEntries(entries);
}

describe("decodeLog", () => {
  it.each(decoded)("agrees with ethers on $contract $event.name", ({ contract, abi, event }) => {
    fc.assert(
      fc.property(valuesOf(event), (values) => {
        const { topics, data } = abi.encodeEventLog(event, values);
        const parsed = abi.parseLog({ topics, data });
        expect(parsed).not.toBeNull();
        if (parsed === null) return;
        expect(decodeLog(contract, topics, data)).toEqual({
          event: nameOf({ contract, event }),
          contract,
          ...plain(event.inputs, parsed.args),
        });
      }),
      { numRuns: 60 },
    );
  });

  it.each(allEvents.filter(({ event }) => leftOut.includes(event.name)))(
    "leaves out $contract $event.name",
    ({ contract, abi, event }) => {
      fc.assert(
        fc.property(valuesOf(event), (values) => {
          const { topics, data } = abi.encodeEventLog(event, values);
          expect(decodeLog(contract, topics, data)).toBeNull();
        }),
        { numRuns: 5 },
      );
    },
  );

  it("takes upper-case hex and gives lower-case", () => {
    const { abi, event } = find("parties", "DIDOwnerChanged");
    const address = `0x${"Ab".repeat(20)}`;
    const { topics, data } = abi.encodeEventLog(event, [address.toLowerCase(), address.toLowerCase(), 7]);
    const shout = (text: string): string => `0x${text.slice(2).toUpperCase()}`;

    expect(decodeLog("parties", topics.map(shout), shout(data))).toEqual({
      event: "DIDOwnerChanged",
      contract: "parties",
      identity: address.toLowerCase(),
      owner: address.toLowerCase(),
      previousChange: 7n,
    });
  });

  it("knows an event only at the contract that emits it", () => {
    const { abi, event } = find("twins", "TwinVersionPublished");
    const word = `0x${"11".repeat(32)}`;
    const { topics, data } = abi.encodeEventLog(event, [word, 1, word, "", "", `0x${"22".repeat(20)}`]);

    expect(decodeLog("rights", topics, data)).toBeNull();
    expect(decodeLog("twins", topics, data)).not.toBeNull();
  });

  it("given bytes that are no UTF-8, then it replaces them rather than stop the index", () => {
    const { event } = find("rights", "RightRevoked");
    const word = `0x${"11".repeat(32)}`;
    const data = AbiCoder.defaultAbiCoder().encode(
      ["uint40", "bytes", "address"],
      [7, "0x61ff62", `0x${"22".repeat(20)}`],
    );

    const log = decodeLog("rights", [event.topicHash, word, word], data);
    expect(log).toMatchObject({ event: "RightRevoked", reason: "a\ufffdb" });
  });

  it.each(decoded)(
    "given damage to $contract $event.name, then it decodes or says LEDGER_MALFORMED_LOG",
    ({ contract, abi, event }) => {
      fc.assert(
        fc.property(
          valuesOf(event),
          fc.nat(),
          fc.string({ maxLength: 3 }),
          fc.nat(200),
          (values, at, put, cut) => {
            const { topics, data } = abi.encodeEventLog(event, values);
            const position = at % data.length;
            const damaged = data.slice(0, position) + put + data.slice(position + cut);
            expectDecodedOrMalformed(() => decodeLog(contract, topics, damaged));
            expectDecodedOrMalformed(() =>
              decodeLog(contract, topics.slice(0, at % (topics.length + 1)), data),
            );
          },
        ),
        { numRuns: 60 },
      );
    },
  );

  it("refuses a number above its type, a padded address and a length behind the end", () => {
    const { abi, event } = find("parties", "PartyRegistered");
    const address = `0x${"22".repeat(20)}`;
    const values = [1, address, "A", "", `0x${"00".repeat(32)}`, "", address];
    const { topics, data } = abi.encodeEventLog(event, values);
    const word = (position: number, text: string): string =>
      data.slice(0, 2 + position * 64) + text.padStart(64, "0") + data.slice(2 + (position + 1) * 64);
    const malformed = expect.objectContaining({ code: "LEDGER_MALFORMED_LOG" });

    expect(decodeLog("parties", topics, data)).toMatchObject({ kind: 1, name: "A" });
    const [signature = "", , identity = ""] = topics;
    const beyond = `0x${"100".padStart(64, "0")}`;
    expect(() => decodeLog("parties", [signature, beyond, identity], data)).toThrow(malformed);
    expect(() => decodeLog("parties", topics, word(0, "ffffff"))).toThrow(malformed);
    expect(() => decodeLog("parties", topics, word(0, "f".repeat(64)))).toThrow(malformed);
    expect(() => decodeLog("parties", topics, word(4, `1${"22".repeat(20)}`))).toThrow(malformed);
    expect(() => decodeLog("parties", topics, word(5, "ffff"))).toThrow(malformed);
    expect(() => decodeLog("parties", [], data)).toThrow(malformed);
  });
});

function find(contract: ContractName, name: string): EventCase {
  const found = allEvents.find((one) => one.contract === contract && one.event.name === name);
  if (found === undefined) throw new Error(`There is no event ${name}`);
  return found;
}

function expectDecodedOrMalformed(decode: () => unknown): void {
  try {
    decode();
  } catch (error) {
    expect(error).toBeInstanceOf(LedgerError);
    expect(error).toMatchObject({ code: "LEDGER_MALFORMED_LOG" });
  }
}
