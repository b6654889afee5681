import { type Check, rule } from "./fault.js";

const timeHint = "Times are hours 00 to 23, minutes and seconds 00 to 59.";

function upTo(limit: number, message: string): Check {
  return rule((text) => Number(text) <= limit, message, timeHint);
}

const hour = upTo(23, "names no hour of the day");
const minute = upTo(59, "names no minute");
const second = upTo(59, "names no second");

/** A two-digit year lies in the 100 years around the present; leap years repeat every 4 in all of them but for 2100. */
function fullYear(year: string): number {
  return 2000 + Number(year);
}

const daysOfMonths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days of a month from 1 on; none of what is no month. */
function daysIn(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeap ? 29 : (daysOfMonths[month - 1] ?? 0);
}

function date(year: number, month: string, day: string, endOfMonth: boolean): boolean {
  const days = daysIn(year, Number(month));
  return days > 0 && Number(day) <= days && (endOfMonth || day !== "00");
}

const dateHint = "Write the date as YYMMDD.";

/** Checks on dates and times, by their names in the table. */
export const dayAndTimeChecks = {
  hh: hour,
  mi: minute,
  ss: second,
  hhmi: (text) => hour(text.slice(0, 2)) ?? minute(text.slice(2)),
  yymmdd: rule(
    (text) => date(fullYear(text.slice(0, 2)), text.slice(2, 4), text.slice(4), false),
    "is no date",
    dateHint,
  ),
  yymmd0: rule(
    (text) => date(fullYear(text.slice(0, 2)), text.slice(2, 4), text.slice(4), true),
    "is no date",
    `${dateHint.slice(0, -1)}; day 00 stands for the end of the month.`,
  ),
  yyyymmdd: rule(
    (text) => date(Number(text.slice(0, 4)), text.slice(4, 6), text.slice(6), false),
    "is no date",
    "Write the date as YYYYMMDD.",
  ),
} satisfies Record<string, Check>;
