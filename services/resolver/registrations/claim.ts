/** Keeps other resolvers away from a folder of registrations: two would carry out each of them, and number one account's transactions. */
import { ImportError } from "../../importers/errors.js";
import { claimFolder } from "../../importers/registration/folder.js";
import { ResolverError } from "../errors.js";

/**
 * @returns What gives the folder back; one of a process that was killed is free.
 * @throws ResolverError RESOLVER_INVALID_CONFIG where another process has it.
 */
export async function claimRegistrations(folder: string): Promise<() => Promise<void>> {
  try {
    return await claimFolder(folder);
  } catch (cause) {
    if (!(cause instanceof ImportError)) throw cause;
    throw new ResolverError(
      "RESOLVER_INVALID_CONFIG",
      `The registrations in ${folder} are another resolver's.`,
      {
        hint: `Stop it (${String(cause.details.holder)}), or give this one a folder of its own: CADASTRE_REGISTRATIONS.`,
        details: { settings: ["CADASTRE_REGISTRATIONS"] },
        cause,
      },
    );
  }
}
