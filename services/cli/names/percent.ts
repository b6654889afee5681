/** Shares as people write them: per cent, with at most two decimals. */
import { usage } from "../errors.js";

/** Basis points: `2.5` is 250. @throws CliError `CLI_USAGE` */
export function basisPointsOf(text: string): number {
  const [, whole, decimals = ""] = /^(\d{1,3})(?:\.(\d{1,2}))?%?$/.exec(text) ?? [];
  const points = Number(whole) * 100 + Number(decimals.padEnd(2, "0"));
  if (whole !== undefined && points <= 10_000) return points;
  throw usage(`"${text}" is not a share.`, "Write per cent, with at most two decimals: 2.5");
}

export const percentText = (basisPoints: number): string => `${basisPoints / 100} %`;
