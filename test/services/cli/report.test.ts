/** The report of an import, where its disk takes no more. */
import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import { openReport } from "../../../services/cli/output/report.js";
import type { ImportResult } from "../../../services/importers/run/result.js";

/** A device of Linux that is always full. */
const full = "/dev/full";

it.skipIf(!existsSync(full))(
  "holds up no run where it cannot be written, and says so at its end",
  async () => {
    const report = await openReport(full);
    const result: ImportResult = {
      line: 2,
      place: "line 2",
      label: "",
      what: "identifier",
      status: "registered",
      name: "x".repeat(1_000),
    };
    for (let line = 0; line < 100; line++) await report.write(result);
    await expect(report.close()).rejects.toMatchObject({
      code: "CLI_REPORT_UNWRITABLE",
      details: { reason: "ENOSPC" },
    });
  },
);
