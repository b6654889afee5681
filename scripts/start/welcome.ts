import { relative } from "node:path";
import type { DemoHomes } from "../demo/home.js";
import { sharedPump } from "../demo/sample.js";

/** What a newcomer sees: where to look, and three commands to try. */
export function welcome(url: string, { folder, passwordFile }: DemoHomes): string {
  const here = (path: string) => relative(process.cwd(), path) || ".";
  const pump = "01/09506000134352/21/4711";
  return `
Cadastre runs.

  Explorer       ${url}/
  API            ${url}/docs/
  A scanned code ${url}/${pump}

Try, in a second terminal:

  curl '${url}/v1/resolve?id=88.101.0042/pump-4711'

  export CADASTRE_HOME=${here(folder)}/acme CADASTRE_PASSWORD_FILE=${here(passwordFile)}
  npx cadastre resolve '${sharedPump.identifier}' --check
  npx cadastre id register '(01)09506000134352(21)4712' --link https://acme-pumps.example/p-200/4712

The parties of the sample are regulator, acme, borealis and nordlicht: each has a home beneath ${here(folder)}.
Ctrl-C stops everything.
`;
}
