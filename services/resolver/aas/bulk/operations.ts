/** What can be done in bulk: what each kind of item is, and what one of them comes to. */
import { z } from "zod";
import { ResolverError } from "../../errors.js";
import { unknownShell, unknownSubmodel } from "../refusals.js";
import {
  type ShellDescriptor,
  type SubmodelDescriptor,
  shellDescriptorSchema,
  submodelDescriptorSchema,
} from "../schema.js";
import { findShell, findSubmodel } from "../shells.js";
import { nothingToDo, onlyAdds, type Plan, type Write } from "../write/plan.js";
import { conflict } from "../write/plannedRecord.js";
import { planShell, planShellRemoval, shellIdentifier, submodelIdentifier } from "../write/shellWrites.js";
import { planSubmodel, planSubmodelRemoval } from "../write/submodelWrites.js";

/** Items of one bulk operation. */
export const maxItems = 200;
/** Shells, submodels and asset ids that they name together. */
const maxNames = 2_000;

export interface Operation<Item> {
  readonly schema: z.ZodType<Item>;
  /** Id of the shell or the submodel. */
  readonly idOf: (item: Item) => string;
  /** How many things of the ledger it names. */
  readonly sizeOf: (item: Item) => number;
  /**
   * What an item comes to. What an earlier attempt has written does not stand in its way, so that one that broke off is
   * finished by sending it again.
   */
  readonly plan: (write: Write, item: Item) => Promise<Plan>;
}

const identifierSchema = z.string().min(1).max(2048);

const shellItems = {
  schema: shellDescriptorSchema,
  idOf: ({ id }: ShellDescriptor) => id,
  sizeOf: ({ specificAssetIds = [], submodelDescriptors = [] }: ShellDescriptor) =>
    2 + specificAssetIds.length + submodelDescriptors.length,
};

const submodelItems = {
  schema: submodelDescriptorSchema,
  idOf: ({ id }: SubmodelDescriptor) => id,
  sizeOf: () => 1,
};

const idItems = { schema: identifierSchema, idOf: (id: string) => id, sizeOf: () => 1 };

export const createShells: Operation<ShellDescriptor> = {
  ...shellItems,
  plan: async (write, descriptor) => {
    const present = await findShell(write.sight, descriptor.id);
    const plan = await planShell(write, descriptor, present);
    if (present !== null && (present.record === null || !onlyAdds(plan))) {
      throw conflict("There is a shell of that id, which says something else: PUT replaces it.");
    }
    return plan;
  },
};

export const putShells: Operation<ShellDescriptor> = {
  ...shellItems,
  plan: async (write, descriptor) =>
    planShell(write, descriptor, await findShell(write.sight, descriptor.id)),
};

export const removeShells: Operation<string> = {
  ...idItems,
  plan: async (write, id) => {
    const shell = await findShell(write.sight, id);
    if (shell !== null) return planShellRemoval(write, shell);
    if (await write.records.isTakenDown(shellIdentifier(write, id, null))) return nothingToDo;
    return unknownShell(id);
  },
};

export const createSubmodels: Operation<SubmodelDescriptor> = {
  ...submodelItems,
  plan: async (write, descriptor) => {
    const present = await findSubmodel(write.sight, descriptor.id);
    const plan = await planSubmodel(write, descriptor, null, present?.record ?? null);
    if (present !== null && !onlyAdds(plan)) {
      throw conflict("There is a submodel of that id, which says something else: PUT replaces it.");
    }
    return plan;
  },
};

export const putSubmodels: Operation<SubmodelDescriptor> = {
  ...submodelItems,
  plan: async (write, descriptor) => {
    const present = await findSubmodel(write.sight, descriptor.id);
    return planSubmodel(write, descriptor, null, present?.record ?? null);
  },
};

export const removeSubmodels: Operation<string> = {
  ...idItems,
  plan: async (write, id) => {
    const submodel = await findSubmodel(write.sight, id);
    if (submodel !== null) return planSubmodelRemoval(write, submodel.record);
    if (await write.records.isTakenDown(submodelIdentifier(write, id))) return nothingToDo;
    return unknownSubmodel(id);
  },
};

/** The body of an operation. */
export function itemsSchema<Item>({ schema }: Operation<Item>) {
  return z.array(schema).min(1).max(maxItems).readonly();
}

/** @throws ResolverError RESOLVER_INVALID_BODY for items that are one, or name too much together. */
export function checkItems<Item>({ idOf, sizeOf }: Operation<Item>, items: readonly Item[]): void {
  const positions = new Map<string, number>();
  for (const [position, item] of items.entries()) {
    const first = positions.get(idOf(item));
    if (first !== undefined) {
      throw invalid(`Items ${first + 1} and ${position + 1} have one id.`, "Send each thing once.");
    }
    positions.set(idOf(item), position);
  }
  const size = items.reduce((sum, item) => sum + sizeOf(item), 0);
  if (size > maxNames) {
    const message = `The items name ${size} shells, submodels and asset ids; ${maxNames} go together.`;
    throw invalid(message, "Send them in several requests.");
  }
}

function invalid(message: string, hint: string): ResolverError {
  return new ResolverError("RESOLVER_INVALID_BODY", message, { hint });
}
