/** What the descriptions of routes say of callers. */
import { problemContent } from "../http/problemSchema.js";

/** Anonymous callers are welcome. */
export const anybody = [{}, { signedRequest: [] }, { session: [] }];

/** Of credentials that do not hold. */
export const ofCallers = {
  401: problemContent("The credentials do not hold: `code` says why. `WWW-Authenticate` names the schemes."),
  403: problemContent("The party is frozen."),
};
