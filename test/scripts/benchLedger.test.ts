/** What the benchmark of the ledger sends registers as many identifiers as it says. */
import { expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { startDeployedAnvil } from "../../scripts/bench/deployedAnvil.js";
import { kindsOf, namespace } from "../../scripts/bench/ledger/kinds.js";
import { listOf } from "../../scripts/bench/ledger/list.js";
import { findAnvil } from "../../scripts/devnet/anvil.js";
import { contractsByAddress } from "../../services/index/deployment.js";
import { issueMerkle } from "../../services/ledger/actions/batches.js";
import { delegateNamespace } from "../../services/ledger/actions/namespaces.js";
import { decodeLog, type LedgerEvent } from "../../services/ledger/events/decodeLog.js";
import { addressSchema } from "../../services/ledger/hex.js";
import { Sender } from "../../services/ledger/transactions/sender.js";
import { anvilMissing } from "../fixtures/anvil.js";

const receiptSchema = z.object({
  logs: z.array(z.object({ address: addressSchema, topics: z.array(z.string()), data: z.string() })),
});

it.skipIf(anvilMissing !== null)("sends what it is named by, again and again", async () => {
  const { provider, signer, deployment, stop } = await startDeployedAnvil(findAnvil() ?? "anvil");
  onTestFinished(stop);
  const sender = await Sender.open({ provider, signer, pollMs: 20 });
  const contracts = contractsByAddress(deployment);
  const issued = listOf(deployment, 0);
  await sender.send(delegateNamespace(deployment, namespace, 0, sender.address));
  await sender.send(issueMerkle(deployment, namespace, issued.manifest, sender.address));

  for (const { name, identifiers, call } of kindsOf(deployment, sender.address, issued)) {
    for (const number of [0, 1]) {
      const { hash } = await sender.send(call(number));
      const { logs } = await provider.client.rpc("eth_getTransactionReceipt", [hash], receiptSchema);
      const counts = logs.map(({ address, topics, data }) => {
        const contract = contracts.get(address);
        const event = contract === undefined ? null : decodeLog(contract, topics, data);
        return event === null ? 0 : registeredBy(event);
      });
      expect({ name, registered: counts.reduce((sum, count) => sum + count, 0) }).toEqual({
        name,
        registered: identifiers,
      });
    }
  }
});

function registeredBy(event: LedgerEvent): number {
  switch (event.event) {
    case "IdentifierRegistered":
      return 1;
    case "MerkleBatchIssued":
      return Number(event.list.count);
    case "RuleBatchIssued":
      return Number(event.extent.last - event.extent.first) + 1;
    default:
      return 0;
  }
}
