/** A data provider behind the gate, over HTTP, and a resolver that gives capabilities for it. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { z } from "zod";
import {
  type CapabilityAnswer,
  capabilityAnswerSchema,
} from "../../../../services/resolver/capabilities/schema.js";
import { type Gateway, type GatewayOptions, openGateway } from "../../../../services/rights/gateway/index.js";
import { authorize } from "../../../../services/rights/requests/sign.js";
import { toAddress } from "../../../../services/store/hex.js";
import type { Asset, Digest } from "../../../../services/store/model.js";
import { postAs, type Signer } from "../../resolver/decisions/deciding.fixture.js";

export interface Provider {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * A gate that has been open for a minute: one that has just opened takes no proofs, as it cannot tell which were used before.
 */
export function longOpenGateway(options: GatewayOptions): Gateway {
  const { clock = () => Math.floor(Date.now() / 1000) } = options;
  let ago = 60;
  const gateway = openGateway({ ...options, clock: () => clock() - ago });
  ago = 0;
  return gateway;
}

/**
 * Serves `/data/{scope}` of an asset to who may read it, and tells for whom, and what it was sent.
 * @param options `audience` where its public address is another than the one it listens at.
 * @param policies Usage policies that it relies on.
 */
export async function startProvider(
  asset: Asset,
  options: Omit<GatewayOptions, "audience"> & Partial<Pick<GatewayOptions, "audience">>,
  policies?: readonly Digest[],
  open = longOpenGateway,
): Promise<Provider> {
  const app = express();
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server on a TCP port has an address of that form.
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const gateway = open({ audience: url, ...options });
  const data = express.Router();
  data.all(
    "/:scope",
    gateway.requires((req) => ({
      ...{ asset, scope: req.url?.split("/").at(-1) ?? "", action: "read" },
      ...(policies === undefined ? {} : { policies }),
    })),
    (req, res) => {
      const { party, actor, grant, block } = gateway.capabilityOf(req);
      res.json({ party, actor, grant, block, body: Buffer.from(gateway.bodyOf(req)).toString("latin1") });
    },
  );
  app.use("/data", data);
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A capability for a provider. */
export async function capabilityOf(
  resolver: string,
  signer: Signer,
  body: Readonly<Record<string, unknown>>,
): Promise<CapabilityAnswer> {
  const response = await postAs(resolver, "/v1/capabilities", signer, body);
  if (response.status !== 200) throw new Error(await response.text());
  return capabilityAnswerSchema.parse(await response.json());
}

/** The proof of a GET of that path from a provider, or of another request to it. */
export function proofOf(
  provider: string,
  target: string,
  { party, wallet }: Signer,
  now: number,
  { method = "GET", body = "" }: Pick<Sent, "method" | "body"> = {},
): Promise<string> {
  const request = { method, audience: provider, target, body: Buffer.from(body, "latin1"), chainId: 31337 };
  return authorize(request, { signer: wallet, key: toAddress(wallet.address), party }, now);
}

const answerSchema = z.looseObject({
  code: z.string().optional(),
  party: z.string().optional(),
  body: z.string().optional(),
});

export interface Sent {
  readonly method?: string;
  /** Each character a byte. */
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Fetches from a provider. */
export async function fetched(
  url: string,
  token: string | null,
  proof: string | null,
  { method = "GET", body, headers = {} }: Sent = {},
): Promise<z.infer<typeof answerSchema> & { readonly status: number; readonly challenge: string | null }> {
  const response = await fetch(url, {
    method,
    body: body === undefined ? null : Buffer.from(body, "latin1"),
    headers: {
      ...headers,
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(proof === null ? {} : { "cadastre-proof": proof }),
    },
  });
  const challenge = response.headers.get("www-authenticate");
  return { ...answerSchema.parse(await response.json()), status: response.status, challenge };
}
