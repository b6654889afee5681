/** Questions to a data provider over HTTP, each of them proven anew. It is not trusted: what it says of a refusal is bounded. */
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { CliError } from "../errors.js";
import { type Price, priceIn } from "./payment.js";

/** Milliseconds for a provider to begin its answer. */
const timeoutMs = 30_000;
/** A provider that has only just started takes no proofs for some seconds: how long it is asked again, and how often. */
const patienceMs = 15_000;
const pauseMs = 500;

export interface ProviderQuestion {
  readonly method: "GET" | "PUT";
  /** What shows the right to it: a proof is good once. */
  readonly headers: () => Promise<Readonly<Record<string, string>>>;
  /** null for none. */
  readonly body: Uint8Array<ArrayBuffer> | null;
}

/** @throws CliError `CLI_PROVIDER_UNREACHABLE` */
export async function askProvider(url: URL, question: ProviderQuestion): Promise<Response> {
  for (const end = Date.now() + patienceMs; ; ) {
    const response = await begin(url, question);
    if (Date.now() > end || !(await isUnchecked(response))) return response;
    await pause(pauseMs);
  }
}

async function begin(url: URL, { method, headers, body }: ProviderQuestion): Promise<Response> {
  const shown = await headers();
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), timeoutMs);
  try {
    return await fetch(url, { method, headers: shown, body, redirect: "manual", signal: patience.signal });
  } catch (cause) {
    throw unreachable(url, cause);
  } finally {
    clearTimeout(timer);
  }
}

/** Nothing was done, and it wants the request signed anew. */
async function isUnchecked(response: Response): Promise<boolean> {
  if (response.status !== 503) return false;
  const problem = problemSchema.safeParse(await smallJson(response.clone()));
  return problem.data?.code === "CAPABILITY_UNCHECKED";
}

const problemSchema = z.object({
  code: z.string().max(100).optional(),
  detail: z.string().max(1000).optional(),
  hint: z.string().max(1000).optional(),
});

/** Null where it is none, breaks off, or is large: its status says enough. */
export async function smallJson(response: Response): Promise<unknown> {
  const length = Number(response.headers.get("content-length") ?? Number.POSITIVE_INFINITY);
  if (length <= 16_384) return response.json().catch(() => null);
  await response.body?.cancel();
  return null;
}

/** `CLI_PROVIDER_REFUSED`, with what the provider says of it, if it says so in the usual form and briefly. */
export async function refusal(url: URL, response: Response): Promise<CliError> {
  const { status } = response;
  const answer = await smallJson(response);
  const price = priceIn(status, answer);
  const { code, detail, hint } = problemSchema.safeParse(answer).data ?? {};
  return new CliError(
    "CLI_PROVIDER_REFUSED",
    `The provider at ${url.origin} answered ${status}${detail === undefined ? "." : `: ${detail}`}`,
    {
      hint:
        price === null
          ? (hint ?? "Ask the data's owner whether the address is the right one.")
          : payingHint(price),
      details: { status, ...(code === undefined ? {} : { code }) },
    },
  );
}

const payingHint = ({ quota, host, units }: Price): string =>
  `It costs ${units} of the quota ${quota}. Let its host take some (cadastre quota allow ${quota} --to ${host} --amount N), ` +
  `then pay: data get … --quota ${quota} --units ${units}`;

export const unreachable = (url: URL, cause: unknown): CliError =>
  new CliError(
    "CLI_PROVIDER_UNREACHABLE",
    `The provider at ${url.origin} cannot be reached, or breaks off.`,
    {
      hint: "Try again later, or name another address: --url URL.",
      cause,
    },
  );
