/** The forms of addresses, hashes, times and counts in every answer. */
import { z } from "zod";

export const address = z.string().meta({
  description: "Account address, lower-case hexadecimal.",
  example: "0x70997970c51812dc3a010c7d01b50e0d17dc79c8",
});

export const word = (description: string) =>
  z.string().meta({
    description: `${description} 32 bytes, lower-case hexadecimal.`,
    example: "0x1c8aff950685c2ed4bc3174f3472287b56d9517b9c948127319a09a7a36deac8",
  });

export const seconds = (description: string) =>
  z
    .number()
    .int()
    .meta({ description: `${description} Unix seconds.`, example: 1767225600 });

/** A whole number that may be more than a JSON number holds. */
export const digits = (description: string) =>
  z.string().meta({ description: `${description} In decimal digits.`, example: "41" });
