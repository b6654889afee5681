/** What an answer about one identifier costs when it is one of a thousand times as many, issued at once. */
import { issueRule } from "../../../services/ledger/actions/batches.js";
import { toAddress } from "../../../services/ledger/hex.js";
import { send } from "../../../services/ledger/transactions/sender.js";
import type { NumberRange } from "../../../services/store/model.js";
import { variety } from "../http/questions.js";
import { details } from "../http/resolving.js";
import { type RoundOptions, rateIn, runRounds } from "../http/rounds.js";
import type { BusyChain } from "../index/chain.js";
import { figure, type Section } from "../report.js";
import { gs1, product } from "../world/names.js";
import { startShipped, untilLag, workingOut } from "./shipped.js";

const counts = [10_000, 1_000_000, 10_000_000];
const width = 8;

/** @param store folder for the index. */
export async function benchRanges(
  { provider, signer, ...chain }: BusyChain,
  store: string,
  options: RoundOptions,
): Promise<Section> {
  await provider.client.request("evm_setAutomine", [true]);
  for (const count of counts) {
    const call = issueRule(chain.deployment, 0, rangeOf(count), toAddress(signer.address));
    await send(provider, signer, call);
  }
  const server = await startShipped({ provider, signer, ...chain }, store, workingOut);
  try {
    await untilLag(server.url, (lag) => lag === 0);
    const lanes = counts.map((count) => ({
      name: nameOf(count),
      server,
      accept: "application/json",
      status: 200,
      paths: membersOf(count).map((member) => `/v1/resolve?id=${encodeURIComponent(member)}`),
    }));
    const rates = await runRounds(lanes, options);
    const [smallest] = counts.map((count) => rateIn(rates, nameOf(count)).perSecond);
    return {
      title: "/v1/resolve of members of ranges",
      note: `${variety.toLocaleString("en")} members that lie evenly over each range, in one store; each answer is worked out anew`,
      figures: counts.map((count) => {
        const rate = rateIn(rates, nameOf(count));
        return figure(
          nameOf(count),
          "requests",
          rate.perSecond,
          { "the smallest": smallest ?? Number.NaN },
          details(rate),
        );
      }),
    };
  } finally {
    await server.stop();
  }
}

const nameOf = (count: number): string => `one of ${count.toLocaleString("en")}`;
const digits = (number: number): string => number.toString().padStart(width, "0");

/** Apart from all others by what comes before the number. */
const stemOf = (count: number): string => `${product}/21/R${count}-`;

const rangeOf = (count: number): NumberRange => ({
  scheme: gs1.id,
  stem: stemOf(count),
  tail: "",
  first: digits(0),
  last: digits(count - 1),
});

const membersOf = (count: number): readonly string[] =>
  Array.from({ length: variety }, (_, turn) => {
    const place = Math.floor(((turn * 1_619) % variety) * (count / variety));
    return `${stemOf(count)}${digits(place)}`;
  });
