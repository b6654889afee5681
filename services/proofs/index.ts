/**
 * Answers of the ledger that need no trust: `import { verifyProof } from "cadastre/proofs"`, in Node and in browsers.
 *
 * Nothing here opens a file or a connection; to make proofs, a {@link ProofSource} is handed in.
 */
export { type Deployment, deploymentSchema } from "../ledger/deployment/schema.js";
export type { Answer } from "./answers/answer.js";
export type { LedgerPlace } from "./answers/asking.js";
export { type BuiltProof, buildProof } from "./build/build.js";
export { rpcSource } from "./build/rpcSource.js";
export type { ProofSource } from "./build/source.js";
export { documentOf, documentText, type ProofDocument, parseDocument } from "./document/document.js";
export { type Question, questionSchema } from "./document/questions.js";
export { isRefutation, ProofError, type ProofErrorCode } from "./errors.js";
export { type AccountState, verifyAccount, verifyStorage } from "./state/account.js";
export { type BlockHeader, encodeHeader, readHeader } from "./state/header.js";
export type { Statement, StatementCode } from "./statements/statements.js";
export type { Trust, Vote } from "./trust.js";
export { type Trusted, type Verified, verifyDocument, verifyProof } from "./verify.js";
