const codes: ReadonlySet<unknown> = new Set(["ENOSPC", "EDQUOT"]);
/** Level has no code for it. */
const levelText = /no space left|disk quota exceeded/i;

/** Whether what failed did so because the disk is full, or what the account may have of it. */
export function isDiskFull(raised: unknown): boolean {
  for (let cause = raised; cause instanceof Error; cause = cause.cause)
    if (("code" in cause && codes.has(cause.code)) || levelText.test(cause.message)) return true;
  return false;
}
