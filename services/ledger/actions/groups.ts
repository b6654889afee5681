/** Calls of the groups of parties. */
import type { Address, GroupId } from "../../store/model.js";
import { interfaces } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { type Call, makeCall } from "./call.js";

/** Makes a group; the controller of the party that is to own it has to send it. */
export function createGroup({ contracts }: Deployment, owner: Address, name: string): Call {
  return makeCall(contracts.groups, `make the group "${name}"`, () =>
    interfaces.groups.encodeFunctionData("create", [owner, name]),
  );
}

/** Adds 1 to 64 parties; the group's owner has to send it, as for the next two. */
export function addToGroup({ contracts }: Deployment, group: GroupId, members: readonly Address[]): Call {
  return makeCall(contracts.groups, `add ${members.join(", ")} to group ${group}`, () =>
    interfaces.groups.encodeFunctionData("add", [group, [...members]]),
  );
}

/** Takes 1 to 64 parties out. */
export function removeFromGroup(
  { contracts }: Deployment,
  group: GroupId,
  members: readonly Address[],
): Call {
  return makeCall(contracts.groups, `take ${members.join(", ")} out of group ${group}`, () =>
    interfaces.groups.encodeFunctionData("remove", [group, [...members]]),
  );
}

/** Takes all parties out. */
export function clearGroup({ contracts }: Deployment, group: GroupId): Call {
  return makeCall(contracts.groups, `empty group ${group}`, () =>
    interfaces.groups.encodeFunctionData("clear", [group]),
  );
}

/** Takes a party out; its own controller has to send it. */
export function leaveGroup({ contracts }: Deployment, group: GroupId, member: Address): Call {
  return makeCall(contracts.groups, `take ${member} out of group ${group}`, () =>
    interfaces.groups.encodeFunctionData("leaveGroup", [group, member]),
  );
}
