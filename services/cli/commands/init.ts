/** `cadastre init`: the first settings, asked for at a terminal, taken from flags elsewhere. */
import { Command } from "commander";
import { connect } from "../../ledger/chain/provider.js";
import { verifyDeployment } from "../../ledger/deployment/chain.js";
import { loadDeployment } from "../../ledger/deployment/deployment.js";
import {
  readStored,
  type SettingName,
  settingMeanings,
  settingToKeep,
  writeStored,
} from "../config/settings.js";
import { shown } from "../config/shown.js";
import { type Context, doing } from "../context.js";
import { usage } from "../errors.js";
import type { Io } from "../io.js";
import { facts } from "../output/layout.js";
import { askFor, isInteractive } from "../prompts.js";

interface InitOptions {
  readonly key?: string;
}

/** What `npm start` offers. */
const defaults: Partial<Record<SettingName, string>> = {
  rpcUrl: "http://127.0.0.1:8545",
  resolverUrl: "http://127.0.0.1:8080",
};

export function initCommand(): Command {
  return new Command("init")
    .description("set up: where chain, ledger and resolver are (asks at a terminal; else give the flags)")
    .option("--key <name>", "key that signs")
    .action(doing<InitOptions>(init));
}

async function init(context: Context, options: InitOptions): Promise<void> {
  const { flags, home, io, output } = context;
  const stored = await readStored(home);
  const given = { ...flags, defaultKey: options.key };
  const rpcUrl = await setting(io, "rpcUrl", given.rpcUrl, stored.rpcUrl);
  const deployment = await setting(io, "deployment", given.deployment, stored.deployment);
  const resolverUrl = await setting(io, "resolverUrl", given.resolverUrl, stored.resolverUrl);
  await verifyDeployment(await connect(rpcUrl), await loadDeployment(deployment));
  const defaultKey = given.defaultKey ?? stored.defaultKey;
  const settings = { ...stored, rpcUrl, deployment, resolverUrl, ...(defaultKey && { defaultKey }) };
  await writeStored(home, settings);
  const next = defaultKey === undefined ? "\nNext: cadastre key new NAME" : "";
  const told = shown({ home, ...settings });
  output.result(`${facts(Object.entries(told))}${next}`, told);
}

async function setting(
  io: Io,
  name: SettingName,
  flag: string | undefined,
  stored: string | undefined,
): Promise<string> {
  const offered = stored ?? defaults[name];
  if (flag !== undefined) return settingToKeep(name, flag);
  if (isInteractive(io)) return settingToKeep(name, await askFor(io, settingMeanings[name], offered, name));
  if (offered !== undefined) return settingToKeep(name, offered);
  throw usage(
    `There is no ${name}: ${settingMeanings[name]}.`,
    `Give --${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.`,
  );
}
