/** Times as people write them: a date, or a date with a time. */
import { usage } from "../errors.js";

const dateForm = /^\d{4}-\d{2}-\d{2}$/;
const timeForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})$/;
const daySeconds = 86_400;

/** First second of a date (UTC), or the second named. @throws CliError `CLI_USAGE` */
export function startTime(text: string): number {
  return seconds(text);
}

/**
 * First second at which something no longer holds: with a date it holds through the whole of that day (UTC).
 * @throws CliError `CLI_USAGE`
 */
export function endTime(text: string): number {
  return seconds(text) + (dateForm.test(text) ? daySeconds : 0);
}

/** Hours or days, in seconds: `36h`, `2d`. @throws CliError `CLI_USAGE` */
export function duration(text: string): number {
  const [, count, unit] = /^(\d{1,5})([hd])$/.exec(text) ?? [];
  if (count !== undefined) return Number(count) * (unit === "d" ? daySeconds : 3600);
  throw usage(`"${text}" is not a length of time.`, "Write 36h or 2d.");
}

function seconds(text: string): number {
  const milliseconds = dateForm.test(text) || timeForm.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(milliseconds) && isDay(text.slice(0, 10))) return Math.floor(milliseconds / 1000);
  throw usage(`"${text}" is not a date.`, "Write 2027-03-31, or 2027-03-31T17:00:00Z.");
}

/** Whether the calendar has the day: `Date` moves 30 February into March. */
function isDay(text: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
