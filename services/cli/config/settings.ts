/**
 * Settings: a flag wins over an environment variable, which wins over `config.json` in the home folder.
 */
import { mkdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";
import { isAbsence } from "../../errors/absence.js";
import { gweiSchema } from "../../ledger/transactions/feeCeiling.js";
import { writeWholeFile } from "../../ledger/wholeFile.js";
import { CliError, usage } from "../errors.js";
import type { Io } from "../io.js";

/** Settings that can be kept, with what they mean. */
export const settingMeanings = {
  rpcUrl: "URL of the chain's node (JSON-RPC over http or https)",
  resolverUrl: "URL of the resolver",
  deployment: "deployment file of the ledger on that chain",
  defaultKey: "name of the key that signs",
  party: "address of the party for which the key acts, if it is not the key's own",
  maxFee: "the most that a unit of gas may cost, in gwei; nothing is sent while the chain asks for more",
} as const;
export type SettingName = keyof typeof settingMeanings;
export const settingNames: readonly SettingName[] = [
  "rpcUrl",
  "resolverUrl",
  "deployment",
  "defaultKey",
  "party",
  "maxFee",
];

export type StoredSettings = { readonly [Name in SettingName]?: string | undefined };

export interface Settings extends StoredSettings {
  /** Folder of `config.json` and of the keys. */
  readonly home: string;
}

const httpUrl = z
  .string()
  .refine((text) => /^https?:\/\//.test(text) && URL.canParse(text), "not an http(s) URL");

const schemas: Readonly<Record<SettingName, z.ZodType<string>>> = {
  rpcUrl: httpUrl,
  resolverUrl: httpUrl,
  deployment: z.string().min(1),
  defaultKey: z.string().min(1),
  // Whether it is of the ledger's chain is seen where the ledger is known.
  party: z.string().regex(/^(?:did:ethr:(?:.+:)?)?0x[0-9a-fA-F]{40}$/, "not an address or a did:ethr"),
  maxFee: z
    .string()
    .refine((text) => gweiSchema.safeParse(text).success, "not a number of gwei, such as 30 or 0.5"),
};

const storedSchema = z.strictObject({
  rpcUrl: schemas.rpcUrl.optional(),
  resolverUrl: schemas.resolverUrl.optional(),
  deployment: schemas.deployment.optional(),
  defaultKey: schemas.defaultKey.optional(),
  party: schemas.party.optional(),
  maxFee: schemas.maxFee.optional(),
});

const environmentNames: Readonly<Record<SettingName, string>> = {
  rpcUrl: "CADASTRE_RPC_URL",
  resolverUrl: "CADASTRE_RESOLVER_URL",
  deployment: "CADASTRE_DEPLOYMENT",
  defaultKey: "CADASTRE_KEY",
  party: "CADASTRE_PARTY",
  maxFee: "CADASTRE_MAX_FEE",
};

/** The home folder: the flag, `CADASTRE_HOME`, or `~/.config/cadastre`. */
export function homeFolder(flag: string | undefined, env: Io["env"]): string {
  return resolve(flag || env.CADASTRE_HOME || join(homedir(), ".config", "cadastre"));
}

export const keyFolder = (home: string): string => join(home, "keys");
const configFile = (home: string): string => join(home, "config.json");

/** @throws CliError `CLI_CONFIG_INVALID`, `CLI_USAGE` for a malformed flag. */
export async function readSettings(home: string, flags: StoredSettings, env: Io["env"]): Promise<Settings> {
  const stored = await readStored(home);
  const settings: { -readonly [Name in keyof Settings]: Settings[Name] } = { home };
  for (const name of settingNames) {
    const flag = flags[name];
    const variable = environmentNames[name];
    const fromEnvironment = env[variable] || undefined;
    if (flag !== undefined) settings[name] = checkSetting(name, flag);
    else if (fromEnvironment !== undefined) settings[name] = checkVariable(name, variable, fromEnvironment);
    else settings[name] = stored[name];
  }
  return settings;
}

/** @throws CliError `CLI_USAGE` */
export function checkSetting(name: SettingName, text: string): string {
  const parsed = schemas[name].safeParse(text);
  if (parsed.success) return parsed.data;
  throw usage(
    `The value for ${name} is ${parsed.error.issues[0]?.message}.`,
    `${name}: ${settingMeanings[name]}.`,
  );
}

/**
 * A setting as it is kept: a file that was named from one folder is found from any other.
 * @throws CliError `CLI_USAGE`
 */
export function settingToKeep(name: SettingName, text: string): string {
  const checked = checkSetting(name, text);
  return name === "deployment" ? resolve(checked) : checked;
}

function checkVariable(name: SettingName, variable: string, text: string): string {
  try {
    return checkSetting(name, text);
  } catch (cause) {
    throw new CliError(
      "CLI_CONFIG_INVALID",
      `The environment variable ${variable} holds no usable ${name}.`,
      {
        hint: `${name}: ${settingMeanings[name]}.`,
        cause,
      },
    );
  }
}

/** The settings of `config.json`; none where there is no such file. */
export async function readStored(home: string): Promise<StoredSettings> {
  const file = configFile(home);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    if (isAbsence(cause)) return {};
    throw invalidFile(file, "it cannot be read", cause);
  }
  try {
    const parsed = storedSchema.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    throw invalidFile(file, z.prettifyError(parsed.error), parsed.error);
  } catch (cause) {
    throw cause instanceof CliError ? cause : invalidFile(file, "it is not JSON", cause);
  }
}

/** Replaces `config.json` in one step. @throws CliError `CLI_CONFIG_UNWRITABLE` */
export async function writeStored(home: string, settings: StoredSettings): Promise<void> {
  const file = configFile(home);
  try {
    await mkdir(home, { recursive: true, mode: 0o700 });
    await writeWholeFile(file, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
  } catch (cause) {
    throw new CliError("CLI_CONFIG_UNWRITABLE", `${file} cannot be written.`, {
      hint: "Check that you may write there, or name another folder with --home or CADASTRE_HOME.",
      cause,
    });
  }
}

function invalidFile(file: string, why: string, cause: unknown): CliError {
  return new CliError("CLI_CONFIG_INVALID", `${file} is of no use: ${why}.`, {
    hint: "Correct it, or remove it and run: cadastre init",
    cause,
  });
}

/** @throws CliError `CLI_NOT_CONFIGURED` */
export function required(settings: Settings, name: Exclude<SettingName, "party" | "maxFee">): string {
  const value = settings[name];
  if (value !== undefined) return value;
  throw new CliError("CLI_NOT_CONFIGURED", `There is no ${name}: ${settingMeanings[name]}.`, {
    hint: `Set it once: cadastre config set ${name} VALUE, or run: cadastre init`,
  });
}
