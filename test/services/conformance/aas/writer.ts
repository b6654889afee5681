/** A resolver that writes for one party, and what is written through it. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { delegateNamespace } from "../../../../services/ledger/actions/namespaces.js";
import { importKey } from "../../../../services/ledger/keys/keystore.js";
import { openWriter } from "../../../../services/resolver/writing/ledgerWriter.js";
import { fundedSigner } from "../../../fixtures/ledger.js";
import { type ServedLedger, servedLedger } from "../server.fixture.js";

export const token = "a-token-for-tests-only";
export const owner = "acme.example";
export const authorised = { authorization: `Bearer ${token}`, "content-type": "application/json" };

/**
 * Starts all of it, its party with a namespace; `stop()` it in `afterAll`.
 * @param nodeOf The node that the resolver writes through, where it is not the chain's own.
 */
export async function writingResolver(
  nodeOf: (rpcUrl: string) => Promise<string> | string = (rpcUrl) => rpcUrl,
): Promise<ServedLedger> {
  const folder = await mkdtemp(join(tmpdir(), "cadastre-writer-"));
  /** What the resolver is configured with: files, as an operator has them. */
  const served = await servedLedger({}, async ({ anvil, deployment }) => {
    const password = "a password for tests only";
    await importKey(folder, "writer", password, fundedSigner(1).privateKey, { scryptN: 2 });
    await writeFile(join(folder, "password"), `${password}\n`);
    await writeFile(join(folder, "token"), `${token}\n`);
    const files = {
      keystore: join(folder, "writer.json"),
      passwordFile: join(folder, "password"),
      tokenFile: join(folder, "token"),
    };
    return openWriter(
      { ...files, owner, feeCeiling: null },
      await nodeOf(anvil.rpcUrl),
      deployment,
      `${files.tokenFile}.journal`,
    );
  });
  const { ledger } = served;
  const maker = await ledger.party(1, "Acme");
  const aas = { scheme: "aas", prefix: owner };
  await ledger.send(ledger.root, delegateNamespace(ledger.deployment, aas, 0, maker.address));
  await served.caughtUp();
  return {
    ...served,
    stop: async () => {
      await served.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const endpoint = (path: string, name: string) => ({
  interface: name,
  protocolInformation: {
    href: `https://acme.example/${path}`,
    endpointProtocol: "HTTP",
    endpointProtocolVersion: ["1.1"],
    subprotocol: "DSP",
    subprotocolBody: "id=1;dspEndpoint=https://edc.acme.example",
    subprotocolBodyEncoding: "plain",
    securityAttributes: [{ type: "NONE", key: "NONE", value: "NONE" }],
  },
});

export const submodel = (name: string) => ({
  id: `urn:acme:sm:${name}`,
  idShort: name,
  semanticId: {
    type: "ExternalReference",
    keys: [{ type: "GlobalReference", value: `0173-1#01-${name}#001` }],
  },
  supplementalSemanticIds: [
    { type: "ExternalReference", keys: [{ type: "GlobalReference", value: "urn:samm:x#Y" }] },
  ],
  endpoints: [endpoint(`submodels/${name}`, "SUBMODEL-3.0")],
});
