/** Flags that the commands on sealed records share. */
import type { Command } from "commander";
import { keptHelp } from "../sealed/kept.js";
import { ownerHelp, schemeHelp } from "./identifierOptions.js";

export const withKept = (command: Command): Command => command.option("--kept <file>", keptHelp);

/** For a record that is named by its identifier. */
export const withSecret = (command: Command): Command =>
  withKept(command).option(
    "--secret-file <file>",
    "secret that it was sealed with (default: the salt that was kept)",
  );

export const withFlags = (command: Command): Command =>
  command.option("--scheme <scheme>", schemeHelp).option("--owner <segment>", ownerHelp);
