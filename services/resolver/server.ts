/** The HTTP server: listens, answers what is not even HTTP, and ends without cutting anybody off. */
import { createServer, IncomingMessage, type Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { Express, Request as ExpressRequest, Response as ExpressResponse } from "express";
import { noteAsked } from "../store/demand.js";
import { ResolverError } from "./errors.js";
import { sendProblem } from "./http/problem.js";
import { originForm } from "./http/target.js";

/** What is served. */
export interface Served {
  /** Gives requests and responses their prototypes, and answers them. */
  readonly app: Express;
  /** Answers in the app's stead those that have its prototypes: Express' own way to a middleware takes as long as many an answer. */
  readonly answer?: (req: ExpressRequest, res: ExpressResponse) => void;
}

export interface Listening {
  readonly url: string;
  readonly port: number;
  /** Takes no more connections, lets requests under way finish, then ends. */
  close(): Promise<void>;
}

/** Time in which a request's headers, and the whole of it, must have come in. */
const headersTimeout = 10_000;
const requestTimeout = 15_000;
const keepAliveTimeout = 65_000;
/** Time that requests under way get when the server ends. */
const grace = 10_000;
/** How often idle connections are ended meanwhile: each becomes idle when its answer is out. */
const idleSweep = 20;

export interface ListenOptions {
  /** Whether several threads listen on the port, among which the system shares out the connections. */
  readonly shared?: boolean;
}

/**
 * Listens, then lets `createApp` make the app for the address that was taken.
 * @param port 0 takes a free one.
 * @throws ResolverError RESOLVER_PORT_IN_USE, RESOLVER_LISTEN_FAILED.
 */
export async function listen(
  port: number,
  host: string,
  createApp: (url: string) => Served,
  { shared = false }: ListenOptions = {},
): Promise<Listening> {
  const { server, serve } = expressServer();
  await bound(server, { port, host, reusePort: shared });
  const address = addressOf(server, host);
  // Nothing has come in yet: connections are taken in a later turn of the event loop.
  try {
    serve(createApp(address.url));
  } catch (error) {
    await end(server);
    throw error;
  }
  return { ...address, close: () => end(server) };
}

/**
 * A server whose requests and responses are made with the app's own prototypes. Express would otherwise change the
 * prototype of each one, which costs a third of its speed.
 */
function expressServer(): { server: Server; serve: (served: Served) => void } {
  class Request extends IncomingMessage {}
  class Response extends ServerResponse {}
  const server = createServer({
    IncomingMessage: Request,
    ServerResponse: Response,
    headersTimeout,
    requestTimeout,
    keepAliveTimeout,
    optimizeEmptyRequests: true,
  });
  server.on("clientError", refuse);
  const serve = ({ app, answer = app }: Served): void => {
    Object.setPrototypeOf(Request.prototype, app.request);
    Object.setPrototypeOf(Response.prototype, app.response);
    Object.assign(app, { request: Request.prototype, response: Response.prototype });
    const isRequest = (req: IncomingMessage): req is ExpressRequest => req instanceof Request;
    const isResponse = (res: ServerResponse): res is ExpressResponse => res instanceof Response;
    server.on("request", (req, res) => {
      noteAsked();
      const target = originForm(req.url ?? "");
      if (target === null) {
        // Nobody reads a body that it may announce: the connection ends with the answer.
        sendProblem(req, res, notAPath(), { connection: "close" });
        return;
      }
      req.url = target;
      if (isRequest(req) && isResponse(res)) answer(req, res);
    });
  };
  return { server, serve };
}

function notAPath(): ResolverError {
  return new ResolverError("RESOLVER_MALFORMED_URL", "The request's target is not a path.", {
    hint: "Percent-encode the identifier as by RFC 3986; a number sign is %23.",
  });
}

interface Place {
  readonly port: number;
  readonly host: string;
  readonly reusePort: boolean;
}

function bound(server: Server, place: Place): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(listenError(error, place.port, place.host)));
    server.listen(place, () => resolve());
  });
}

/**
 * A port that is shared can be shared with another program too, and each would get some of the callers: looks whether one has it.
 * @throws ResolverError RESOLVER_PORT_IN_USE, RESOLVER_LISTEN_FAILED.
 */
export async function refusePortInUse(port: number, host: string): Promise<void> {
  const probe = createServer();
  await bound(probe, { port, host, reusePort: false });
  await end(probe);
}

function listenError(cause: Error, port: number, host: string): ResolverError {
  const details = { port, host };
  if ("code" in cause && cause.code === "EADDRINUSE") {
    return new ResolverError(
      "RESOLVER_PORT_IN_USE",
      `Port ${port} of ${host} is in use by another program.`,
      {
        hint: "Stop the other program, or set CADASTRE_PORT to a free port (0 takes any).",
        details,
        cause,
      },
    );
  }
  return new ResolverError(
    "RESOLVER_LISTEN_FAILED",
    `Cannot listen on ${host}, port ${port}: ${cause.message}.`,
    {
      hint: "Set CADASTRE_HOST to an address of this machine, and CADASTRE_PORT to one this account may use.",
      details,
      cause,
    },
  );
}

function addressOf(server: Server, host: string): { readonly url: string; readonly port: number } {
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  // An address that stands for all of the machine's is none that a caller could use.
  const name = host === "0.0.0.0" || host === "::" ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return { url: new URL(`http://${name}:${port}`).origin, port };
}

/** What Node's parser refuses never becomes a request: it is answered by hand. */
function refuse(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const tooLarge = error.code === "HPE_HEADER_OVERFLOW";
  const timedOut = error.code === "ERR_HTTP_REQUEST_TIMEOUT";
  const status = tooLarge ? 431 : timedOut ? 408 : 400;
  const title = tooLarge ? "Request Header Fields Too Large" : timedOut ? "Request Timeout" : "Bad Request";
  const body = JSON.stringify({ type: "about:blank", title, status });
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\ncontent-type: application/problem+json\r\ncontent-length: ${body.length}\r\n` +
      `x-content-type-options: nosniff\r\nconnection: close\r\n\r\n${body}`,
  );
}

function end(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    const sweep = setInterval(() => server.closeIdleConnections(), idleSweep);
    const cut = setTimeout(() => server.closeAllConnections(), grace);
    server.close((error) => {
      clearInterval(sweep);
      clearTimeout(cut);
      if (error === undefined) resolve();
      else reject(error);
    });
  });
}
