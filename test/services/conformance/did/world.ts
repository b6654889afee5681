/** The ledger that the tests of the DID interface look at. */
import { registerIdentifier, retireRecord } from "../../../../services/ledger/actions/identifiers.js";
import { delegateNamespace } from "../../../../services/ledger/actions/namespaces.js";
import { transferToken } from "../../../../services/ledger/actions/tokens.js";
import { mintTwin } from "../../../../services/ledger/actions/twins.js";
import { toDigest } from "../../../../services/ledger/hex.js";
import { recordId, schemeId, twinId } from "../../../../services/ledger/ids.js";
import { encodeLinkset } from "../../../../services/ledger/linkset.js";
import type { Linkset, Subject } from "../../../../services/store/model.js";
import { type ServedLedger, servedLedger } from "../server.fixture.js";

export const chain = "0x7a69";
export const serial = "01/09506000134352/21/4711";
const digest = toDigest(`0x${"d1".repeat(32)}`);
export const twin = twinId(digest);
export const record = recordId(schemeId("gs1"), serial);
export const retired = recordId(schemeId("gs1"), "01/09506000134352/21/OLD");
export const cnPrefix = "88.100.1";

/**
 * A chain whose blocks are a day behind the clock, so that a client that goes by the clock takes nothing for valid that was
 * revoked in the last block.
 */
export async function didWorld(): Promise<ServedLedger> {
  const served = await servedLedger({ timestamp: Math.floor(Date.now() / 1000) - 86_400 });
  const { ledger } = served;
  const { deployment, root } = ledger;
  const maker = await ledger.party(1, "Maker");
  const rival = await ledger.party(2, "Rival");
  const delegate = (scheme: string, prefix: string) =>
    ledger.send(root, delegateNamespace(deployment, { scheme, prefix }, 0, maker.address));
  await delegate("gs1", "9506000");
  await delegate("handle", cnPrefix);
  const register = (identifier: string, subject: Subject, links: Linkset = {}) =>
    ledger.send(
      maker,
      registerIdentifier(
        deployment,
        { scheme: "gs1", identifier },
        7,
        { subject, linkset: encodeLinkset(links) },
        maker.address,
      ),
    );
  const commitment = await ledger.commit(maker, digest);
  const content = { digest, mediaType: "application/aas+zip", uri: "https://maker.example/pump.aasx" };
  await ledger.send(
    maker,
    mintTwin(deployment, {
      author: maker.address,
      owner: maker.address,
      kind: "instance",
      name: "Pump",
      content,
      opening: commitment.opening(digest),
    }),
  );
  await register(serial, { kind: "twin", id: twin }, { "gs1:pip": [{ href: "https://maker.example/4711" }] });
  await register("01/09506000134352/21/OLD", { kind: "none" });
  await ledger.send(
    maker,
    retireRecord(deployment, { scheme: "gs1", identifier: "01/09506000134352/21/OLD" }, "scrapped"),
  );
  // A record that stands for the twin was sold, and the twin was not.
  const sold = "01/09506000134352/21/SOLD";
  await register(sold, { kind: "twin", id: twin });
  const token = { kind: "record", id: recordId(schemeId("gs1"), sold) } as const;
  await ledger.send(maker, transferToken(deployment, token, maker.address, rival.address));
  await served.caughtUp();
  return served;
}
