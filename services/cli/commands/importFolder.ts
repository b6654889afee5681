/** The folder in which an import keeps what it works out and sends: what goes wrong there is the user's to mend, and no defect. */
import { CadastreError } from "../../errors/cadastreError.js";
import { isDiskFull } from "../../errors/diskFull.js";
import { StoreError } from "../../store/errors.js";
import { CliError } from "../errors.js";

/** Raises an error again; one of the file system as CliError `CLI_FILE_UNWRITABLE`. */
export function inTermsOf(folder: string): (error: unknown) => never {
  return (error) => {
    const reason = reasonOf(error);
    if (reason === null) throw error;
    throw new CliError(
      "CLI_FILE_UNWRITABLE",
      `What the import works out cannot be kept in ${folder} (${reason}).`,
      {
        hint: "Make room on that disk and see that you may write there, or use another folder: --home. What is registered stays: the same command goes on.",
        details: { folder, reason },
        cause: error,
      },
    );
  };
}

function reasonOf(error: unknown): string | null {
  if (error instanceof StoreError || !(error instanceof CadastreError)) {
    if (isDiskFull(error)) return "no space left";
    if (error instanceof StoreError) return error.code;
    if (error instanceof Error && "syscall" in error && "code" in error) return String(error.code);
  }
  return null;
}
