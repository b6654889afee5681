/** `cadastre config`: settings that are kept. */
import { Command } from "commander";
import { redactUrl } from "../../ledger/chain/url.js";
import {
  checkSetting,
  readStored,
  type SettingName,
  type StoredSettings,
  settingMeanings,
  settingNames,
  writeStored,
} from "../config/settings.js";
import { doing } from "../context.js";
import { notFound, usage } from "../errors.js";
import { facts } from "../output/layout.js";

export function configCommand(): Command {
  const config = new Command("config").description("show and change settings");
  config
    .command("set")
    .description("keep a setting")
    .argument("<name>", settingNames.join(", "))
    .argument("<value>")
    .action(
      doing(async ({ home, output }, _, nameText, value) => {
        const name = settingName(nameText);
        const stored = { ...(await readStored(home)), [name]: checkSetting(name, value) };
        await writeStored(home, stored);
        output.result(`${name} is now ${value}`, stored);
      }),
    );
  config
    .command("get")
    .description("print a setting as it counts now: flag, environment variable or file")
    .argument("<name>", settingNames.join(", "))
    .action(
      doing(async ({ settings, output }, _, nameText) => {
        const name = settingName(nameText);
        const value = (await settings())[name];
        if (value === undefined)
          throw notFound(`${name} is not set.`, `Set it: cadastre config set ${name} VALUE`);
        output.result(value, { [name]: value });
      }),
    );
  config
    .command("list")
    .description("print all settings as they count now")
    .action(
      doing(async ({ settings, output }) => {
        const all = shown(await settings());
        output.result(
          facts([["home", all.home], ...settingNames.map((name) => [name, all[name] ?? "–"] as const)]),
          all,
        );
      }),
    );
  return config;
}

/** A list is shown around, and URLs of nodes carry keys; `config get` prints them whole. */
function shown<Listed extends StoredSettings>(all: Listed): Listed {
  const { rpcUrl, resolverUrl } = all;
  return {
    ...all,
    ...(rpcUrl !== undefined && { rpcUrl: redactUrl(rpcUrl) }),
    ...(resolverUrl !== undefined && { resolverUrl: redactUrl(resolverUrl) }),
  };
}

function settingName(text: string): SettingName {
  const name = settingNames.find((known) => known === text);
  if (name !== undefined) return name;
  const all = settingNames.map((known) => `${known} (${settingMeanings[known]})`).join("; ");
  throw usage(`There is no setting "${text}".`, `Settings: ${all}.`);
}
