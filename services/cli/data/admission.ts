/** What a request to a data provider brings: the capability, the proof that its holder asks, and where it costs units the payment. */
import { toAddress } from "../../ledger/hex.js";
import { usageHeader } from "../../rights/metering/statement.js";
import { CliError } from "../errors.js";
import { askerOf, type Identity } from "../resolver/asker.js";
import { type Asking, type CapabilityAnswer, readCapability } from "../resolver/decisions.js";
import { readPrice } from "./download.js";
import { type Budget, payment, requireWithin } from "./payment.js";
import type { ProviderQuestion } from "./provider.js";

export interface Wanted {
  readonly resolverUrl: string;
  readonly identity: Identity;
  readonly asking: Asking;
  readonly url: URL;
  /** Public address of the provider. */
  readonly audience: string;
  readonly method: ProviderQuestion["method"];
  readonly body: ProviderQuestion["body"];
}

export interface Admission {
  readonly capability: CapabilityAnswer;
  readonly headers: ProviderQuestion["headers"];
  /** Units used at this host in all, this use with them; null where it costs nothing. */
  readonly used: bigint | null;
}

/**
 * @param budget What it may cost; null for nothing.
 * @throws CliError as `readCapability` does; `CLI_PROVIDER_UNREACHABLE`, and `CLI_PROVIDER_REFUSED` where it costs something else.
 */
export async function admission(wanted: Wanted, budget: Budget | null): Promise<Admission> {
  const free = await unpaid(wanted, wanted.asking);
  const price = budget === null ? null : await readPrice(wanted.url, free.headers);
  if (budget === null || price === null) return free;
  requireWithin(budget, price);
  const { quota, host, units } = price;
  const question = { ...wanted.asking.question, meter: { quota, host, units: units.toString() } };
  const paid = await unpaid(wanted, { ...wanted.asking, question });
  const { meter } = paid.capability.decision;
  if (meter === undefined)
    throw new CliError(
      "CLI_RESOLVER_MALFORMED",
      "The resolver says nothing of the units that were asked about.",
      {
        hint: "Is it an older one? cadastre status shows it.",
      },
    );
  const holder = toAddress(question.onBehalfOf ?? wanted.identity.party);
  const { header, total } = await payment(wanted.identity, holder, price, meter);
  return {
    ...paid,
    headers: async () => ({ ...(await paid.headers()), [usageHeader]: header }),
    used: total,
  };
}

async function unpaid(wanted: Wanted, asking: Asking): Promise<Admission> {
  const asker = askerOf(wanted.identity);
  const capability = await readCapability(wanted.resolverUrl, asker, asking, wanted.audience);
  return { capability, headers: () => credentials(wanted, capability.token), used: null };
}

async function credentials({ identity, url, audience, method, body }: Wanted, token: string) {
  const target = url.pathname + url.search;
  const proof = await askerOf(identity)({ method, audience, target, body: body ?? new Uint8Array() });
  return { authorization: `Bearer ${token}`, "cadastre-proof": proof };
}
