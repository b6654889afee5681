/** What commands about the use of data have in common: which data, for what, and what shows a right to it. */
import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { z } from "zod";
import { readBounded, utf8 } from "../../importers/textFile.js";
import { addressSchema, toGrantId } from "../../ledger/hex.js";
import { saltSchema } from "../../ledger/sealedContent.js";
import { type Asset, type GrantAction, type GrantId, grantActions } from "../../store/model.js";
import type { Context } from "../context.js";
import { usage } from "../errors.js";
import type { LedgerSession } from "../ledger/session.js";
import { assetReference } from "../names/asset.js";
import { partyAddress } from "../names/party.js";
import { readPolicy } from "../names/policy.js";
import type { Asking } from "../resolver/decisions.js";
import { ownerHelp, schemeHelp } from "./identifierOptions.js";

export interface DataQuestionOptions {
  readonly scope: string;
  readonly action: string;
  readonly onBehalfOf?: string;
  readonly opening?: string;
  readonly grant?: string;
  readonly purpose?: string;
  readonly policy?: string;
  readonly scheme?: string;
  readonly owner?: string;
}

/** @param action What is done where nothing else is said. */
export function dataQuestionOptions(command: Command, action: GrantAction = "read"): Command {
  return command
    .option("--scope <name>", "data set or submodel (default: all data)", "")
    .option("--action <action>", `what would be done: ${grantActions.join(", ")}`, action)
    .option(
      "--on-behalf-of <party>",
      "party of whose right use is made: an organisation's member, or its software",
    )
    .option("--opening <file>", "file with the salt of a blinded grant, as right grant wrote it")
    .option("--grant <grant>", "look at this grant alone")
    .option("--purpose <purpose>", "what it is for, as the usage policy names it")
    .option(
      "--policy <file>",
      "usage policy (ODRL) of the grant's terms, to hold against who asks and for what",
    )
    .option("--scheme <scheme>", schemeHelp)
    .option("--owner <segment>", ownerHelp);
}

/** @throws CliError `CLI_USAGE`, `CLI_NOT_FOUND` */
export async function askingOf(
  context: Context,
  session: LedgerSession,
  text: string,
  options: DataQuestionOptions,
): Promise<Asking & { readonly asset: Asset }> {
  const { scope, onBehalfOf, opening, grant, purpose, policy } = options;
  const asset = await assetReference(session, text, options);
  const question = {
    asset,
    scope,
    action: actionOf(options.action),
    ...(onBehalfOf === undefined ? {} : { onBehalfOf: await partyAddress(context, onBehalfOf) }),
    ...(opening === undefined ? {} : { opening: (await openingIn(opening)).salt }),
    ...(grant === undefined ? {} : { grant: grantOf(grant) }),
    ...(purpose === undefined ? {} : { purpose }),
  };
  return { asset, question, policies: policy === undefined ? [] : [await policyIn(policy)] };
}

function actionOf(text: string): GrantAction {
  const action = grantActions.find((one) => one === text);
  if (action !== undefined) return action;
  throw usage(`"${text}" is not an action.`, `Actions are ${grantActions.join(", ")}.`);
}

/** @throws CliError `CLI_USAGE` */
export function grantOf(text: string): GrantId {
  if (/^0x[0-9a-fA-F]{64}$/.test(text)) return toGrantId(text);
  throw usage(`"${text}" is not a grant's id.`, "An id is 0x and 64 hexadecimal digits: see right list.");
}

/** As `right grant --blinded` writes it. */
const openingSchema = z.object({ party: addressSchema, salt: saltSchema });

/** Whom a blinded grant is for, from the file with its salt. @throws CliError `CLI_USAGE` */
export async function openingIn(file: string): Promise<z.infer<typeof openingSchema>> {
  const opening = openingSchema.safeParse(jsonOf(await readFile(file, "utf8").catch(() => "")));
  if (opening.success) return opening.data;
  throw usage(
    `"${file}" has no party and salt of a blinded grant.`,
    "Give the file that right grant --blinded wrote for the grantee.",
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** As it stands in the file; that it is one is seen here already, with the place of what is wrong. */
async function policyIn(file: string): Promise<unknown> {
  await readPolicy(file);
  return JSON.parse(utf8(await readBounded(file), `"${file}"`));
}
