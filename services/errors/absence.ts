/** Whether what failed did so because there is no such file or folder: nothing else means that. */
export const isAbsence = (raised: unknown): boolean =>
  raised instanceof Error && "code" in raised && raised.code === "ENOENT";
