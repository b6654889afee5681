/** Sends bytes as they are over one connection that is kept, where a client library would tidy them up or refuse them. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";

export interface RawAnswer {
  readonly status: number;
  /** Names in lower case, in the order in which they came; a name that came twice is there twice. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** Milliseconds after which a server counts as hung. */
const patience = 10_000;

export class RawClient {
  readonly #url: URL;
  #socket: Socket | null = null;
  #received = "";

  constructor(url: string) {
    this.#url = new URL(url);
  }

  /**
   * @param text One character a byte.
   * @returns null where the server ends the connection without a word.
   */
  async send(text: string, method: string): Promise<RawAnswer | null> {
    const socket = this.#socket ?? (await this.#connect());
    this.#received = "";
    socket.write(text, "latin1");
    for (;;) {
      const answer = answerIn(this.#received, method);
      if (answer !== null) {
        if (answer.headers.some(([name, value]) => name === "connection" && value === "close")) this.close();
        return answer;
      }
      if (this.#socket === null) return null;
      await once(socket, "more", { signal: AbortSignal.timeout(patience) });
    }
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = null;
  }

  async #connect(): Promise<Socket> {
    const socket = connect(Number(this.#url.port), this.#url.hostname);
    await once(socket, "connect");
    socket.setEncoding("latin1").setNoDelay(true);
    socket.on("data", (data) => {
      this.#received += String(data);
      socket.emit("more");
    });
    // A server may end the connection while it is still being written to.
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      if (this.#socket === socket) this.#socket = null;
      socket.emit("more");
    });
    this.#socket = socket;
    return socket;
  }
}

/** The first final answer in what came, null while it is not whole. Throws where more came than one answer. */
function answerIn(received: string, method: string): RawAnswer | null {
  const end = received.indexOf("\r\n\r\n");
  if (end < 0) return null;
  const [statusLine = "", ...lines] = received.slice(0, end).split("\r\n");
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1]);
  const rest = received.slice(end + 4);
  if (status === 100) return answerIn(rest, method);
  const headers = lines.map((line): readonly [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  const length = Number(headers.find(([name]) => name === "content-length")?.[1] ?? 0);
  // What the server's parser refuses has no request id, and a body even for HEAD: nobody knows the method then.
  const bodyless = (method === "HEAD" && headers.some(([name]) => name === "x-request-id")) || status === 204;
  const expected = bodyless || status === 304 ? 0 : length;
  if (rest.length < expected) return null;
  if (rest.length > expected) throw new Error(`more than one answer: ${JSON.stringify(received)}`);
  return { status, headers, body: Buffer.from(rest, "latin1").toString("utf8") };
}
