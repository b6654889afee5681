/** What a command prints on a terminal that has colours. */
import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { CliError } from "../../../services/cli/errors.js";
import { openOutput } from "../../../services/cli/output/output.js";

it("lets no error steer the terminal, whoever it quotes", () => {
  const terminal = () => Object.assign(new PassThrough(), { isTTY: true, hasColors: () => true });
  const stderr = terminal();
  const clipboard = "\u001b]52;c;ZXZpbA==\u0007";
  const { error } = openOutput(false, { env: {}, stdin: new PassThrough(), stdout: terminal(), stderr });
  error(
    new CliError("CLI_PROVIDER_REFUSED", `The provider says: ${clipboard}no\u001b[2J\u202e.`, {
      hint: `Two lines:\n${clipboard}ask again.`,
    }),
  );
  const printed = String(stderr.read());
  expect(printed).toContain("\u001b[31merror\u001b[39m The provider says: no�.\n");
  expect(printed).toContain("  → Two lines:\nask again.\n");
});
