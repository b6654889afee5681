/** The BaSyx SDK as a CommonJS module: the library under it is no module that Node can import. */
import { createRequire } from "node:module";
import type * as sdk from "basyx-typescript-sdk";

const loaded: typeof sdk = createRequire(import.meta.url)("basyx-typescript-sdk");
export const {
  AasDiscoveryClient,
  AasRegistryClient,
  AasRegistryService,
  Configuration,
  Models,
  SubmodelRegistryClient,
} = loaded;
