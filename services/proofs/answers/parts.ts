import { ProofError } from "../errors.js";

/** An id that is made of something else than is said. */
export const partsRefuted = (what: "quota" | "group"): ProofError =>
  new ProofError(
    "PROOF_PARTS_REFUTED",
    `The ${what} is not the one that the proof describes: its id is made of something else.`,
    { hint: "Do not rely on it." },
  );
