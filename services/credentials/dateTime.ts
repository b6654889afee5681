/**
 * A time as credentials write it (RFC 3339): in UTC, without fractions of a second.
 * @param seconds Unix.
 */
export const dateTime = (seconds: number): string =>
  `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
