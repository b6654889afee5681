export const registrationWays = ["auto", "records", "range", "list"] as const;
/** How identifiers that ask for nothing else are registered; `auto`: as few of them as records, many as a range or a list. */
export type RegistrationWay = (typeof registrationWays)[number];
