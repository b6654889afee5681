/** Asking for decisions and capabilities over HTTP as somebody who signs. */
import { Wallet } from "ethers";
import { authorize } from "../../../../services/rights/requests/sign.js";
import { toAddress } from "../../../../services/store/hex.js";
import type { Address } from "../../../../services/store/model.js";
import type { LedgerFixture } from "../ledger.fixture.js";

/** Chain of the ledgers that are told in events, and of anvil. */
const chainId = 31337;

/** A party, and the key that controls it. */
export interface Signer {
  readonly party: Address;
  readonly wallet: Pick<Wallet, "address" | "signTypedData">;
}

/** A party with a key of its own. */
export function signerOf(ledger: LedgerFixture, name: string, number: number): Signer {
  const wallet = new Wallet(`0x${number.toString(16).padStart(64, "0")}`);
  const party = ledger.party(name);
  ledger.controlTo(party, toAddress(wallet.address));
  return { party, wallet };
}

/** Posts a body, signed by somebody or by nobody. */
export async function postAs(
  url: string,
  path: string,
  signer: Signer | null,
  body: unknown,
): Promise<Response> {
  const text = JSON.stringify(body);
  const request = { method: "POST", audience: url, target: path, body: Buffer.from(text), chainId };
  const authorization =
    signer === null
      ? {}
      : {
          authorization: await authorize(
            request,
            { signer: signer.wallet, key: toAddress(signer.wallet.address), party: signer.party },
            Math.floor(Date.now() / 1000),
          ),
        };
  return fetch(url + path, {
    method: "POST",
    headers: { "content-type": "application/json", ...authorization },
    body: text,
  });
}
