/** What the descriptions of routes say of callers. */
import { problemContent } from "../http/problemSchema.js";

/** Anonymous callers are welcome. */
export const anybody = [{}, { signedRequest: [] }, { session: [] }];

/** Of a party that has had as much logged as it may in an hour. */
export const ofAllowance = {
  429: problemContent("The party has had as many entries of the access log written as it may in an hour."),
};

/** Of credentials that do not hold, and of a known caller's allowance. */
export const ofCallers = {
  ...ofAllowance,
  401: problemContent("The credentials do not hold: `code` says why. `WWW-Authenticate` names the schemes."),
  403: problemContent("The party is frozen."),
};
