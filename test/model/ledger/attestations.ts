/** What accredited registrars vouch for (docs/parties.md, "Attestations"; IPartyAttestations). */
import { type Clock, isOver } from "./clock.js";
import type { Account, Parties } from "./parties.js";
import { type Outcome, Refusals } from "./refusals.js";

export interface Accreditation {
  readonly registrar: Account;
  readonly kind: string;
  readonly epoch: number;
  readonly until: number;
  granted: boolean;
}

export interface AttestationKey {
  readonly registrar: Account;
  readonly party: Account;
  /** Name of the kind: that of legal identifiers ends with a colon. */
  readonly kind: string;
  /** What is stated; the legal identifier, where it is of one. */
  readonly statement: string;
}

export interface Attestation {
  readonly key: AttestationKey;
  revoked: boolean;
  readonly issued: number;
  readonly until: number;
  readonly sequence: number;
  /** Epoch of the accreditation under which it was given. */
  readonly accreditation: number;
}

export const textOfAttestation = ({ registrar, party, kind, statement }: AttestationKey): string =>
  JSON.stringify({ registrar, party, kind, statement });

export const isLegalId = (text: string): boolean => /^[a-z]{1,16}:[0-9A-Z]{1,64}$/.test(text);

/** Kind of a legal identifier. */
export const legalKindOf = (legalId: string): string => legalId.slice(0, legalId.indexOf(":") + 1);
const isLegal = (kind: string): boolean => kind.endsWith(":");

export class Attestations {
  readonly all = new Map<string, Attestation>();
  readonly #accreditations = new Map<string, Accreditation>();
  /** The last attestation of each legal identifier. */
  readonly #byLegalId = new Map<string, Attestation>();

  constructor(
    readonly parties: Parties,
    readonly clock: Clock,
    readonly administrator: Account,
  ) {}

  accreditationOf(registrar: Account, kind: string): Accreditation | undefined {
    return this.#accreditations.get(`${registrar} ${kind}`);
  }

  accreditations(): readonly Accreditation[] {
    return [...this.#accreditations.values()];
  }

  isAccredited(registrar: Account, kind: string): boolean {
    const accreditation = this.accreditationOf(registrar, kind);
    return accreditation?.granted === true && !isOver(accreditation.until, this.clock);
  }

  /** `REGISTRAR_ADMIN` may: here the administrator. */
  accredit(by: Account, registrar: Account, kind: string, until: number): Outcome {
    if (by !== this.administrator) return ["AccessManagedUnauthorized"];
    const no = new Refusals();
    no.unless(/^[a-z0-9-]{1,32}:?$/.test(kind), "InvalidKind");
    this.parties.mustReceive(no, registrar);
    no.when(isOver(until, this.clock), "InvalidAttestation");
    if (no.any) return no.errors;
    const before = this.accreditationOf(registrar, kind);
    const epoch = (before?.epoch ?? 0) + (before?.granted === true ? 0 : 1);
    this.#accreditations.set(`${registrar} ${kind}`, { registrar, kind, epoch, until, granted: true });
    return no.errors;
  }

  withdraw(by: Account, registrar: Account, kind: string): Outcome {
    if (by !== this.administrator) return ["AccessManagedUnauthorized"];
    const accreditation = this.accreditationOf(registrar, kind);
    if (accreditation?.granted !== true) return ["NotAccredited"];
    accreditation.granted = false;
    return [];
  }

  attest(by: Account, key: AttestationKey, until: number): Outcome {
    const no = new Refusals();
    no.when(isLegal(key.kind) || !/^[a-z0-9-]{1,32}$/.test(key.kind), "InvalidKind");
    this.#mustAttest(no, by, key, until);
    if (!no.any) this.#give(key, until);
    return no.errors;
  }

  attestLegalId(by: Account, registrar: Account, party: Account, legalId: string, until: number): Outcome {
    const no = new Refusals();
    no.unless(isLegalId(legalId), "InvalidLegalId");
    const key = { registrar, party, kind: legalKindOf(legalId), statement: legalId };
    this.#mustAttest(no, by, key, until);
    const bearer = this.bearerOf(legalId);
    const own = bearer?.key.registrar === registrar && bearer.key.party === party;
    no.when(bearer !== undefined && !own, "LegalIdTaken");
    if (!no.any) this.#byLegalId.set(legalId, this.#give(key, until));
    return no.errors;
  }

  #mustAttest(no: Refusals, by: Account, { registrar, party, kind }: AttestationKey, until: number): void {
    this.parties.mustAct(no, by, registrar);
    this.parties.mustReceive(no, party);
    no.unless(this.isAccredited(registrar, kind), "NotAccredited");
    no.when(registrar === party || isOver(until, this.clock), "InvalidAttestation");
  }

  #give(key: AttestationKey, until: number): Attestation {
    const text = textOfAttestation(key);
    const accreditation = this.accreditationOf(key.registrar, key.kind)?.epoch ?? 0;
    const sequence = (this.all.get(text)?.sequence ?? 0) + 1;
    const given = { key, revoked: false, issued: this.clock.now, until, sequence, accreditation };
    this.all.set(text, given);
    return given;
  }

  /** Accredited or not. */
  revoke(by: Account, key: AttestationKey): Outcome {
    const no = new Refusals();
    this.parties.mustAct(no, by, key.registrar);
    const attestation = this.all.get(textOfAttestation(key));
    no.unless(attestation?.revoked === false, "UnknownAttestation");
    if (!no.any && attestation !== undefined) attestation.revoked = true;
    return no.errors;
  }

  isValid({ key, revoked, until, accreditation }: Attestation): boolean {
    const { registrar, party, kind, statement } = key;
    const present = this.accreditationOf(registrar, kind);
    const accredited = this.isAccredited(registrar, kind) && present?.epoch === accreditation;
    const living = this.parties.isLiving(registrar) && this.parties.isLiving(party);
    const last = this.#byLegalId.get(statement)?.key;
    const borne = !isLegal(kind) || (last?.registrar === registrar && last.party === party);
    return !revoked && !isOver(until, this.clock) && accredited && living && borne;
  }

  /** The valid attestation of a legal identifier. */
  bearerOf(legalId: string): Attestation | undefined {
    const last = this.lastOf(legalId);
    return last !== undefined && this.isValid(last) ? last : undefined;
  }

  /** The last one, valid or not. */
  lastOf(legalId: string): Attestation | undefined {
    return this.#byLegalId.get(legalId);
  }
}
