import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { packageFolder } from "../../explorer/assets.js";

const packageSchema = z.object({ version: z.string() });

/** Version of this package. */
export function packageVersion(): string {
  const text = readFileSync(join(packageFolder, "package.json"), "utf8");
  return packageSchema.parse(JSON.parse(text)).version;
}
