/** What `cadastre import` is told. */
import { stat } from "node:fs/promises";
import { InvalidArgumentError } from "commander";
import type { ImportFormat } from "../../importers/format.js";
import type { RegistrationWay } from "../../importers/registration/ways.js";
import type { Linkset } from "../../store/model.js";
import { usage } from "../errors.js";
import { addLink } from "./contentOptions.js";

export interface ImportOptions {
  readonly format?: ImportFormat;
  readonly owner?: string;
  readonly as: RegistrationWay;
  readonly link?: string;
  readonly rel?: string;
  readonly title?: string;
  readonly type?: string;
  readonly concurrency: number;
  readonly keys?: readonly string[];
  readonly confirmations?: number;
  readonly report?: string;
  readonly plan?: boolean;
  readonly publish: boolean;
}

/**
 * Links for all members of the lists that are issued.
 * @throws CliError `CLI_USAGE`; ImportError `IMPORT_ROW_INVALID`
 */
export function linksFor(options: ImportOptions): Linkset {
  const { link, rel, title, type, as: way } = options;
  if (link === undefined) {
    if ((rel ?? title ?? type) === undefined) return {};
    throw usage("There is no link to describe.", "Give --link, or leave --rel, --title and --type out.");
  }
  if (way === "records" || way === "range") {
    throw usage(
      `Identifiers that are issued as ${way === "range" ? "a range" : "records"} take no links from --link.`,
      "Leave --as out, or put the links into the rows. A template on the product's own record serves a range: cadastre id link",
    );
  }
  return addLink({}, options, false);
}

/** The report must not be written over what is to be read. What cannot be looked at tells so when it is opened. @throws CliError `CLI_USAGE` */
export async function checkReport(report: string | undefined, file: string): Promise<void> {
  if (report === undefined) return;
  const [own, other] = await Promise.all([report, file].map((path) => stat(path).catch(() => null)));
  if (own == null || other == null || own.ino !== other.ino || own.dev !== other.dev) return;
  throw usage(
    "The report would be written over the file that is to be imported.",
    "Give it a name of its own: --report FILE",
  );
}

export function confirmationsOption(text: string): number {
  const blocks = Number(text);
  if (Number.isInteger(blocks) && blocks >= 0 && blocks <= 10_000) return blocks;
  throw new InvalidArgumentError("It is a number of blocks from 0 to 10000.");
}

export function rowsOption(text: string): number {
  const rows = Number(text);
  if (Number.isInteger(rows) && rows >= 1 && rows <= 10_000) return rows;
  throw new InvalidArgumentError("It is a number from 1 to 10000.");
}
