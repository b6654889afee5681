/** `cadastre status`: whether chain, ledger, resolver and key are there and fit each other. */
import { Command } from "commander";
import { formatEther } from "ethers";
import { CadastreError } from "../../errors/cadastreError.js";
import type { Deployment } from "../../ledger/deployment/deployment.js";
import { type Administration, readAdministration } from "../../ledger/reads/administration.js";
import { readParty } from "../../ledger/reads/parties.js";
import { required } from "../config/settings.js";
import { type Context, doing } from "../context.js";
import { exitCodeOf } from "../exitCodes.js";
import { findKey, openLedger } from "../ledger/session.js";
import { type Fact, facts } from "../output/layout.js";
import { readReadiness } from "../resolver/readiness.js";

/** A part of the status: what is there, or why it is not. */
interface Part {
  readonly facts: readonly Fact[];
  readonly value: Readonly<Record<string, unknown>>;
  readonly error?: unknown;
}

export function statusCommand(): Command {
  return new Command("status").description("show chain, ledger, resolver and key").action(doing(run));
}

async function run(context: Context): Promise<void> {
  const parts = await Promise.all([
    part("ledger", () => ledgerStatus(context)),
    part("resolver", () => resolverStatus(context)),
    part("key", () => keyStatus(context)),
  ]);
  context.output.result(
    facts([["home", context.home], ...parts.flatMap((one) => one.facts)]),
    Object.assign({ home: context.home }, ...parts.map((one) => one.value)),
  );
  const failed = parts.find(({ error }) => error !== undefined);
  if (failed !== undefined) context.endWith(exitCodeOf(failed.error));
}

async function part(name: string, work: () => Promise<Part>): Promise<Part> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CadastreError)) throw error;
    const { code, message, hint } = error;
    return {
      facts: [[name, `${message} → ${hint ?? code}`]],
      value: { [name]: { error: { code, message, hint } } },
      error,
    };
  }
}

async function ledgerStatus(context: Context): Promise<Part> {
  const { provider, deployment } = await openLedger(context);
  const head = await provider.getBlockNumber();
  const registries = await readAdministration(provider, deployment);
  const { chainId, genesis, block, contracts, schemes } = deployment;
  return {
    facts: [
      ["chain", `${chainId} at ${provider.client.url}, block ${head}`],
      ["ledger", `deployed in block ${block}, schemes ${schemes.map(({ name }) => name).join(", ")}`],
      ["paused", namesOf(registries.filter(({ paused }) => paused === true))],
      ["upgraded", namesOf(registries.filter((one) => isUpgraded(one, deployment)))],
      ["upgrades frozen", namesOf(registries.filter(({ upgradesFrozen }) => upgradesFrozen))],
    ],
    value: { ledger: { chainId, genesis, head, rpcUrl: provider.client.url, block, contracts, registries } },
  };
}

const isUpgraded = ({ registry, implementation }: Administration, { implementations }: Deployment): boolean =>
  implementation !== implementations[registry];

const namesOf = (registries: readonly Administration[]): string =>
  registries.map(({ registry }) => registry).join(", ") || "none";

async function resolverStatus(context: Context): Promise<Part> {
  const resolverUrl = required(await context.settings(), "resolverUrl");
  const { ready, reason, state, checkpoint, lag } = await readReadiness(resolverUrl);
  const place = checkpoint === null ? "" : `, at block ${checkpoint.number}, ${lag ?? "?"} behind`;
  return {
    facts: [
      [
        "resolver",
        `${new URL(resolverUrl).origin} ${ready ? "ready" : `not ready: ${reason}`} (${state}${place})`,
      ],
    ],
    value: { resolver: { ready, reason, state, checkpoint, lag } },
  };
}

async function keyStatus(context: Context): Promise<Part> {
  const settings = await context.settings();
  const key = await findKey(context.home, required(settings, "defaultKey"));
  const session = await openLedger(context).catch(() => null);
  if (session === null) return { facts: [["key", `${key.name}  ${key.address}`]], value: { key } };
  const balance = await session.provider.getBalance(key.address);
  const party = await readParty(session.provider, session.deployment, key.address);
  const registered = party === null ? "not a registered party" : `party (${party.kind})`;
  return {
    facts: [["key", `${key.name}  ${key.address}, ${registered}, balance ${formatEther(balance)}`]],
    value: { key: { ...key, balanceWei: balance.toString(), party } },
  };
}
