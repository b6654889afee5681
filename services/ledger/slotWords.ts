/**
 * Words as they lie in the slots of `slots.ts`, read from the lowest bit on. The table of docs/contracts.md, section
 * "Slots", has the bits.
 *
 * A word of zeros is what is there for an id that stands for nothing: these are read too, with null for what a zero does not
 * name.
 */
import type { Address, FreezeReason, PartyKind, ProposalStatus, RecordStatus } from "../store/model.js";
import {
  type BatchKind,
  batchKindOf,
  freezeReasonOf,
  grantStatusOf,
  namespaceStatusOf,
  partyKindOf,
  prefixRuleOf,
  proposalStatusOf,
  type RangeUse,
  rangeUseOf,
  recordStatusOf,
  twinKindOf,
  twinStateOf,
} from "./enums.js";
import { type Hex, toAddress } from "./hex.js";

/** Takes one field after the other, as the compiler packs them. */
class Fields {
  #rest: bigint;

  constructor(word: Hex | bigint) {
    this.#rest = BigInt(word);
  }

  bigint(bits: number): bigint {
    const taken = BigInt.asUintN(bits, this.#rest);
    this.#rest >>= BigInt(bits);
    return taken;
  }

  /** Of at most 48 bits. */
  number(bits: number): number {
    return Number(this.bigint(bits));
  }

  flag(bits = 8): boolean {
    return this.bigint(bits) !== 0n;
  }

  address(): Address {
    return toAddress(`0x${this.bigint(160).toString(16).padStart(40, "0")}`);
  }

  /** Null for zero, which stands for "there is none". */
  code<Word>(bits: number, read: (code: number) => Word): Word | null {
    const code = this.number(bits);
    return code === 0 ? null : read(code);
  }
}

/** Of every token. */
export function holdingWord(word: Hex) {
  const fields = new Fields(word);
  const [holder, epoch, status] = [fields.address(), fields.number(32), fields.number(7)];
  return { holder, epoch, status, frozen: fields.flag(1), data: fields.bigint(56) };
}

export function namespaceWord(word: Hex) {
  const { status, data, ...holding } = holdingWord(word);
  const own = new Fields(BigInt(status));
  const more = new Fields(data);
  return {
    ...holding,
    status: own.code(2, namespaceStatusOf),
    emancipated: own.flag(1),
    mayIssue: !own.flag(1),
    tenured: own.flag(1),
    sealed: own.flag(1),
    expiry: more.number(32),
    parentLength: more.number(6),
    suspendedBy: more.number(6),
    levels: more.number(5),
    reach: more.number(7),
  };
}

/** What a scheme's prefixes are, and at which lengths, in bytes, one was ever delegated. */
export function schemeWord(word: Hex) {
  const fields = new Fields(word);
  const rule = fields.code(8, prefixRuleOf);
  const lengths = fields.bigint(248);
  const delegated = Array.from({ length: 248 }, (_, length) => length);
  return { rule, delegatedLengths: delegated.filter((length) => (lengths >> BigInt(length)) & 1n) };
}

/** A namespace's second word. */
export function tenuresWord(word: Hex) {
  const fields = new Fields(word);
  return { tenure: fields.number(32), parentTenure: fields.number(32), answersSince: fields.number(32) };
}

export function recordWord(word: Hex) {
  const { status, data, ...holding } = holdingWord(word);
  const own = new Fields(BigInt(status));
  const more = new Fields(data);
  return {
    ...holding,
    status: own.code<RecordStatus>(6, recordStatusOf),
    locked: own.flag(1),
    version: more.number(24),
    namespaceEpoch: more.number(24),
    prefixLength: more.number(8),
  };
}

export function batchWord(word: Hex) {
  const { status, data, ...holding } = holdingWord(word);
  const more = new Fields(data);
  return {
    ...holding,
    status: new Fields(BigInt(status)).code<"active" | "revoked">(7, (code) =>
      code === 1 ? "active" : "revoked",
    ),
    kind: more.code<BatchKind>(8, batchKindOf),
    prefixLength: more.number(8),
    namespaceEpoch: more.number(24),
  };
}

export function twinWord(word: Hex) {
  const { status, data, ...holding } = holdingWord(word);
  const more = new Fields(data);
  return {
    ...holding,
    kind: new Fields(BigInt(status)).code(7, twinKindOf),
    version: more.number(24),
    state: more.code(8, twinStateOf),
  };
}

/** Who may move a token. Void unless both epochs are today's. */
export function approvalWord(word: Hex) {
  const fields = new Fields(word);
  return { spender: fields.address(), controlEpoch: fields.number(32), epoch: fields.number(32) };
}

/** `controller` is the zero address while the identity controls itself. */
export function partyWord(word: Hex) {
  const fields = new Fields(word);
  return {
    controller: fields.address(),
    controlEpoch: fields.number(32),
    kind: fields.code<PartyKind>(8, partyKindOf),
    deactivated: fields.flag(),
    frozen: fields.flag(),
  };
}

/** Numbers of the last set of guardians and of the round of approvals. */
export function guardianshipWord(word: Hex) {
  const fields = new Fields(word);
  return { last: fields.number(32), round: fields.number(32) };
}

/** `previous`: the set that counts until this one does. */
export function guardiansWord(word: Hex) {
  const fields = new Fields(word);
  return {
    controlEpoch: fields.number(32),
    previous: fields.number(32),
    effectiveFrom: fields.number(40),
    delay: fields.number(32),
    threshold: fields.number(8),
  };
}

/** Bit i of `approved`: guardian i of the set agrees. */
export function recoveryWord(word: Hex) {
  const fields = new Fields(word);
  return {
    controlEpoch: fields.number(32),
    set: fields.number(32),
    round: fields.number(32),
    approved: fields.number(8),
    approvals: fields.number(8),
    readyAt: fields.number(40),
  };
}

export function attestationWord(word: Hex) {
  const fields = new Fields(word);
  return {
    status: fields.code<"active" | "revoked">(8, (code) => (code === 1 ? "active" : "revoked")),
    issued: fields.number(40),
    until: fields.number(40),
    sequence: fields.number(32),
    accreditation: fields.number(32),
    legal: fields.flag(),
  };
}

export function accreditationWord(word: Hex) {
  const fields = new Fields(word);
  return { epoch: fields.number(32), until: fields.number(40), granted: fields.flag() };
}

/** A consent is the control epoch under which that side agreed, plus one; 0 for not. */
export function relationWord(word: Hex) {
  const fields = new Fields(word);
  return {
    begun: fields.flag(),
    epoch: fields.number(32),
    subjectEpoch: fields.number(32),
    since: fields.number(40),
    partyConsent: fields.number(32),
    subjectConsent: fields.number(32),
    consentEpoch: fields.number(32),
    partyConsentEpoch: fields.number(32),
  };
}

/** How many ranges there are is in the first one's word. */
export function rangeWord(word: Hex) {
  const fields = new Fields(word);
  return {
    first: fields.bigint(64),
    last: fields.bigint(64),
    use: fields.code<RangeUse>(8, rangeUseOf),
    prefixLength: fields.number(8),
    count: fields.number(32),
  };
}

export function commitmentWord(word: Hex) {
  const fields = new Fields(word);
  return { block: fields.bigint(64), time: fields.bigint(64) };
}

/** Shares and royalties are in basis points. */
export function authorWord(word: Hex) {
  const fields = new Fields(word);
  return { party: fields.address(), share: fields.number(16) };
}

export function lineWord(word: Hex) {
  const fields = new Fields(word);
  return {
    parents: fields.number(8),
    depth: fields.number(8),
    noDerivatives: fields.flag(),
    children: fields.number(32),
  };
}

export function placeWord(word: Hex) {
  const fields = new Fields(word);
  return {
    level: fields.number(32),
    ceiling: fields.number(32),
    components: fields.number(32),
    assemblies: fields.number(32),
  };
}

/** Of grants, and of registered terms. `actions` are bits. */
export function grantWord(word: Hex) {
  const fields = new Fields(word);
  return {
    status: fields.code(8, grantStatusOf),
    from: fields.number(40),
    until: fields.number(40),
    actions: fields.number(16),
    sequence: fields.number(32),
    frozen: fields.flag(),
    exclusive: fields.flag(1),
    irrevocable: fields.flag(1),
    sublicence: fields.flag(1),
    accepted: fields.flag(1),
    released: fields.flag(4),
    sublicences: fields.number(8),
    notice: fields.number(32),
  };
}

/** Second word of a sub-licence: who gave it, under which sequence of the grant above. */
export function licensorWord(word: Hex) {
  const fields = new Fields(word);
  return { licensor: fields.address(), sequence: fields.number(32) };
}

/** Third word of an exclusive grant: the asset's holding epoch, 0 where it survives a sale; the grantee where it is a party. */
export function exclusiveUserWord(word: Hex) {
  const fields = new Fields(word);
  return { epoch: fields.number(32), user: fields.address() };
}

export function proposalWord(word: Hex) {
  const fields = new Fields(word);
  return {
    status: fields.code<ProposalStatus>(8, proposalStatusOf),
    byGrantee: fields.flag(),
    controlEpoch: fields.number(32),
    version: fields.number(32),
  };
}

export function groupWord(word: Hex) {
  const fields = new Fields(word);
  return { owner: fields.address(), epoch: fields.number(32), size: fields.number(32) };
}

/** Third word of a quota. */
export function quotaWord(word: Hex) {
  const fields = new Fields(word);
  return { assetEpoch: fields.number(32), until: fields.number(40), issued: fields.bigint(128) };
}

/** An amount of all ones is without limit. */
export function allowanceWord(word: Hex) {
  const fields = new Fields(word);
  return { controlEpoch: fields.number(32), amount: fields.bigint(224) };
}

export function freezeWord(word: Hex) {
  const fields = new Fields(word);
  return { reason: fields.code<FreezeReason>(8, freezeReasonOf), since: fields.number(40) };
}

export function bundleWord(word: Hex) {
  const fields = new Fields(word);
  return { anchoredAt: fields.number(40), count: fields.number(32) };
}

/** The address in a word that holds nothing else. */
export const addressWord = (word: Hex): Address => new Fields(word).address();
