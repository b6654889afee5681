/** The part of autocannon that the benchmark uses; the package brings no types. */
declare module "autocannon" {
  export interface Request {
    readonly method: "GET";
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
  }

  /** One connection. */
  export interface Client {
    /** Sent in turn. */
    setRequests(requests: readonly Request[]): void;
    on(event: "response", heard: (status: number, bytes: number, milliseconds: number) => void): void;
  }

  export interface Options {
    readonly url: string;
    readonly connections: number;
    /** Seconds; not looked at where there is an amount. */
    readonly duration?: number;
    /** Requests in all. */
    readonly amount?: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly setupClient: (client: Client) => void;
  }

  export interface Result {
    /** Seconds that it took. */
    readonly duration: number;
    readonly errors: number;
    readonly timeouts: number;
    readonly requests: { readonly total: number };
    readonly statusCodeStats: Readonly<Record<string, { readonly count: number }>>;
  }

  export default function autocannon(options: Options): Promise<Result>;
}
