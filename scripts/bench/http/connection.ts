/**
 * One connection that asks for one thing after another, kept alive.
 *
 * It reads of an answer what a load generator has to know and no more: HTTP clients cost as much for each answer as the servers that are
 * measured, and would be what is measured on a machine of two cores.
 */
import { connect, type Socket } from "node:net";

export interface Answer {
  readonly status: number;
  /** From the request being written to the last byte of the answer. */
  readonly milliseconds: number;
}

const endOfHead = "\r\n\r\n";
const statusLine = /^HTTP\/1\.1 (\d{3}) /;
const contentLength = /\r\ncontent-length: (\d+)\r\n/i;

export class Connection {
  readonly #socket: Socket;
  /** Of the answer under way: bytes that were not yet enough for its head. */
  #head = "";
  /** Of the answer under way, once its head is there. */
  #body: { readonly status: number; missing: number } | null = null;
  #asked = 0;
  #answered: ((answer: Answer) => void) | null = null;
  #failed: ((error: Error) => void) | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (bytes) => this.#read(bytes));
    socket.on("error", (error) => this.#failed?.(error));
    socket.on("close", () =>
      this.#failed?.(new Error("The server closed the connection before it answered")),
    );
  }

  /** @throws Error where nobody listens. */
  static async to({ hostname, port }: URL): Promise<Connection> {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    await new Promise<void>((done, failed) => {
      socket.once("connect", done);
      socket.once("error", failed);
    });
    return new Connection(socket);
  }

  /**
   * @param request all its bytes, as `requestBytes` writes them.
   * @throws Error where the connection breaks, or the answer does not say how long it is.
   */
  ask(request: Buffer): Promise<Answer> {
    return new Promise((answered, failed) => {
      this.#answered = answered;
      this.#failed = failed;
      this.#asked = performance.now();
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#failed = null;
    this.#socket.destroy();
  }

  #read(bytes: Buffer): void {
    if (this.#body !== null) this.#take(this.#body, bytes.length);
    else this.#readHead(bytes);
  }

  #readHead(bytes: Buffer): void {
    this.#head += bytes.toString("latin1");
    const end = this.#head.indexOf(endOfHead);
    if (end < 0) return;
    const status = statusLine.exec(this.#head)?.[1];
    const length = contentLength.exec(this.#head)?.[1];
    if (status === undefined || length === undefined) {
      this.#failed?.(new Error(`An answer without status or length: ${this.#head.slice(0, end)}`));
      return;
    }
    this.#body = { status: Number(status), missing: Number(length) };
    const read = this.#head.length - end - endOfHead.length;
    this.#head = "";
    this.#take(this.#body, read);
  }

  #take(body: { readonly status: number; missing: number }, read: number): void {
    body.missing -= read;
    if (body.missing > 0) return;
    this.#body = null;
    this.#answered?.({ status: body.status, milliseconds: performance.now() - this.#asked });
  }
}

export function requestBytes(url: URL, path: string, accept: string): Buffer {
  return Buffer.from(`GET ${path} HTTP/1.1\r\nHost: ${url.host}\r\nAccept: ${accept}\r\n\r\n`);
}
