/** A proxy that ends TLS in front of a resolver, as an operator runs one, with a certificate of its own. */
import { type IncomingMessage, request, type ServerResponse } from "node:http";
import { createServer, request as secureRequest } from "node:https";
import { generate } from "selfsigned";
import type { Answer } from "../raw.js";

export interface TlsProxy {
  /** `https://localhost:…` */
  readonly url: string;
  /** Where it passes requests on to. */
  passTo(url: string): void;
  /** Sends a path as it is, through TLS; the certificate is checked. */
  send(path: string, headers?: Record<string, string>, method?: string, body?: string): Promise<Answer>;
  close(): Promise<void>;
}

export async function startTlsProxy(): Promise<TlsProxy> {
  const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }], {
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }] }],
  });
  let upstream: URL | null = null;
  let host = "";
  const server = createServer({ key, cert }, (req, res) => {
    if (upstream === null) throw new Error("the proxy has nothing behind it");
    pass(req, res, upstream, host);
  });
  await new Promise<void>((listening) => server.listen(0, "localhost", listening));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the proxy does not listen");
  const { port } = address;
  host = `localhost:${port}`;
  return {
    url: `https://${host}`,
    passTo: (url) => {
      upstream = new URL(url);
    },
    send: (path, headers = {}, method = "GET", body = "") =>
      new Promise((resolve, reject) => {
        const sent = secureRequest(
          { hostname: "localhost", port, ca: cert, path, headers, method },
          (response) => {
            let text = "";
            response.setEncoding("utf8");
            response.on("data", (chunk: string) => {
              text += chunk;
            });
            response.on("end", () =>
              resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
            );
          },
        );
        sent.on("error", reject);
        sent.end(body);
      }),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/** Path and body as they came; what a caller says of proxies is overwritten. */
function pass(req: IncomingMessage, res: ServerResponse, { hostname, port }: URL, host: string): void {
  const headers = { ...req.headers, "x-forwarded-host": host, "x-forwarded-proto": "https" };
  const onward = request({ hostname, port, path: req.url, method: req.method, headers }, (answer) => {
    res.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(res);
  });
  onward.on("error", () => res.destroy());
  req.pipe(onward);
}
