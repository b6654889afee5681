/** Delegations that the parent's holder signs and anyone submits (docs/contracts.md, "Certificates"). */
import type { Clock } from "./clock.js";
import type { Delegation, Namespace, Namespaces } from "./namespaces.js";
import type { Account } from "./parties.js";
import { type Outcome, Refusals } from "./refusals.js";

export interface Certificate extends Delegation {
  /** Epochs under which it is signed: the parent's, its holder's control's, the namespace's own, 0 for none yet. */
  readonly parentEpoch: number;
  readonly controlEpoch: number;
  readonly epoch: number;
  /** Last second in which it is good. */
  readonly deadline: number;
  readonly salt: number;
}

const textOf = (certificate: Certificate): string => JSON.stringify(certificate);

export class Certificates {
  /** By text, those that were used before included. */
  readonly #cancelled = new Set<string>();
  /** By text: those that were used or cancelled. */
  readonly #settled = new Map<string, { readonly certificate: Certificate; readonly used: boolean }>();

  constructor(
    readonly namespaces: Namespaces,
    readonly clock: Clock,
  ) {}

  settled(): readonly { readonly certificate: Certificate; readonly used: boolean }[] {
    return [...this.#settled.values()];
  }

  #parentOf({ prefix, parentLength }: Certificate): Namespace | undefined {
    return parentLength < prefix.length ? this.namespaces.all.get(prefix.slice(0, parentLength)) : undefined;
  }

  submit(certificate: Certificate, signer: Account): Outcome {
    const no = new Refusals();
    no.when(this.clock.now > certificate.deadline, "CertificateExpired");
    const parent = this.#parentOf(certificate);
    no.when(parent === undefined, "UnknownNamespace", "InvalidPrefix", "CertificateVoid");
    if (parent === undefined) return no.errors;
    const { parties } = this.namespaces;
    const { controller, controlEpoch } = parties.of(parent.holder);
    no.unless(parent.epoch === certificate.parentEpoch, "CertificateVoid");
    no.unless(controlEpoch === certificate.controlEpoch, "CertificateVoid");
    const epoch = this.namespaces.all.get(certificate.prefix)?.epoch ?? 0;
    no.unless(epoch === certificate.epoch, "CertificateVoid");
    no.when(this.#settled.has(textOf(certificate)), "CertificateVoid");
    parties.mustReceive(no, parent.holder);
    no.unless(controller === signer, "InvalidCertificate");
    this.namespaces.mustDelegate(no, parent, certificate);
    if (no.any) return no.errors;
    this.namespaces.delegateNow(parent, certificate);
    this.#settled.set(textOf(certificate), { certificate, used: true });
    return no.errors;
  }

  cancel(by: Account, certificate: Certificate): Outcome {
    const no = new Refusals();
    const parent = this.#parentOf(certificate);
    no.when(parent === undefined, "UnknownNamespace", "InvalidPrefix");
    if (parent === undefined) return no.errors;
    this.namespaces.mustHold(no, parent, by);
    no.when(parent.frozen, "ThingIsFrozen");
    const settled = this.#settled.get(textOf(certificate));
    no.when(this.#cancelled.has(textOf(certificate)), "CertificateVoid");
    if (no.any) return no.errors;
    this.#cancelled.add(textOf(certificate));
    // One that was used stays so: there is nothing left to cancel.
    if (settled === undefined) this.#settled.set(textOf(certificate), { certificate, used: false });
    return no.errors;
  }
}
