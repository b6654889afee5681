/** `cadastre config`: settings that are kept. */
import { Command } from "commander";
import {
  readStored,
  type SettingName,
  settingMeanings,
  settingNames,
  settingToKeep,
  writeStored,
} from "../config/settings.js";
import { shown } from "../config/shown.js";
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
        const stored = { ...(await readStored(home)), [name]: settingToKeep(name, value) };
        await writeStored(home, stored);
        const told = shown(stored);
        output.result(`${name} is now ${told[name]}`, told);
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

function settingName(text: string): SettingName {
  const name = settingNames.find((known) => known === text);
  if (name !== undefined) return name;
  const all = settingNames.map((known) => `${known} (${settingMeanings[known]})`).join("; ");
  throw usage(`There is no setting "${text}".`, `Settings: ${all}.`);
}
