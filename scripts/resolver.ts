/** `npm run resolver`: the resolver alone, for a chain of your choice; docs/operating.md has the settings. */
import { readConfig } from "../services/resolver/config.js";
import { serve } from "../services/resolver/serve.js";
import { failWith } from "./start/terminal.js";

try {
  const resolver = await serve(readConfig(process.env));
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void resolver.close().catch(failWith));
  }
} catch (error) {
  failWith(error);
}
