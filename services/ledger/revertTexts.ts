/** What each custom error of the ledger means for the one who sent the call, and what can be done. */

import { twinStates } from "../store/model.js";

export interface RevertText {
  /** Completes "The ledger refused to …: ". */
  readonly message: string;
  readonly hint?: string;
}

type Arguments = Readonly<Record<string, unknown>>;
type Describe = (args: Arguments) => RevertText;

const said = (message: string, hint?: string): RevertText =>
  hint === undefined ? { message } : { message, hint };
const signWith = "Sign with the key that controls it now.";

const parties: Record<string, Describe> = {
  PartyExists: (a) => said(`${a.identity} is registered as a party already`, "There is nothing to do."),
  NotAParty: (a) =>
    said(`${a.account} is not a registered party, or is deactivated`, "Register the party first."),
  NotController: (a) => said(`${a.caller} does not control the party ${a.identity}`, signWith),
  InvalidProfile: () =>
    said("the profile's kind, name or a length is out of range", "Give a name of 1 to 256 bytes and a kind."),
  InvalidSignature: (a) => said(`the signature is not that of the controller of ${a.identity}`, signWith),
};

const recovery: Record<string, Describe> = {
  InvalidGuardians: () =>
    said(
      "the guardians, their threshold or the delay are out of range",
      "Name 1 to 7 others, a threshold up to their number, and a delay of an hour to a year.",
    ),
  NotGuardian: (a) => said(`${a.account} is no guardian of ${a.identity} now`, "Look who is: party show."),
  ApprovedAlready: (a) => said(`the guardian ${a.guardian} has agreed already`, "There is nothing to do."),
  NotApproved: (a) => said(`the guardian ${a.guardian} has not agreed`, "There is nothing to take back."),
  InvalidController: () => said("control cannot be given to the zero address", "Name the new key's account."),
  RecoveryNotApproved: (a) =>
    said(
      `too few guardians agree that ${a.newController} shall control ${a.identity}`,
      "More of them have to approve it.",
    ),
  RecoveryNotReady: (a) =>
    said(`the delay lasts until ${timeOf(a.readyAt)}`, "Execute it again from then on."),
};

const attestations: Record<string, Describe> = {
  InvalidKind: () =>
    said(
      "the kind's name is not 1 to 32 of a-z, 0-9 and -",
      "Write it in lower case; legal identifiers have a colon at the end: lei:",
    ),
  InvalidLegalId: () =>
    said("the legal identifier is not in canonical form", "Write it like lei:213800KUD8LAJWSQ9D15."),
  InvalidAttestation: () =>
    said(
      "it has no digest, ends in the past, has too long a text, or is of the registrar itself",
      "Give a digest and an end that lies ahead.",
    ),
  NotAccredited: (a) =>
    said(
      `${a.registrar} is not accredited for this kind of statement now`,
      "Ask the administrator of registrars for it.",
    ),
  LegalIdTaken: (a) =>
    said(
      `${a.registrar} attests that this legal identifier is that of ${a.party}`,
      "That attestation has to end first.",
    ),
  UnknownAttestation: (a) => said(`there is no attestation ${a.attestation} in force`, "Check its id."),
};

const relations: Record<string, Describe> = {
  InvalidRelation: () =>
    said(
      "the two sides cannot be related so",
      "Members belong to organisations, agents are software, twins and parties must exist.",
    ),
  NotASide: (a) => said(`${a.caller} controls neither side`, "Sign with the present key of one of them."),
  RelationAgreed: () => said("this side has agreed already", "There is nothing to do."),
  NoRelation: () => said("there is nothing to end and nothing to take back"),
  MemberElsewhere: (a) =>
    said(`${a.member} belongs to the organisation ${a.organisation}`, "That membership has to end first."),
};

const signedCalls: Record<string, Describe> = {
  SignatureExpired: (a) => said(`the signature could be used until ${timeOf(a.deadline)}`, "Sign anew."),
  InvalidCallSignature: (a) =>
    said(
      `the signature is not one of ${a.signer} for this call, or was used`,
      "Sign with the present nonce.",
    ),
  InvalidCall: () => said("what was signed is no call"),
};

const timeOf = (seconds: unknown): string =>
  typeof seconds === "number" ? new Date(seconds * 1000).toISOString() : String(seconds);

const values: Record<string, Describe> = {
  ReasonTooLong: (a) =>
    said(`the reason takes ${a.length} bytes, and 1,024 are the most`, "Say it in fewer words."),
  SafeCastOverflowedUintDowncast: (a) =>
    said(`${a.value} is more than the ${a.bits} bits that the ledger has for it`),
};

const tokens: Record<string, Describe> = {
  NotHolder: (a) =>
    said(
      `${a.caller} neither controls the holder ${a.holder} nor is approved`,
      "Sign with the holder's present key.",
    ),
  InvalidRoles: () =>
    said(
      "there is no such role, or the account is the zero address",
      "See cadastre role --help for the roles.",
    ),
  NotTransferable: (a) => said(`token ${a.tokenId} cannot be moved in its present state`),
  ERC721NonexistentToken: (a) => said(`there is no token ${a.tokenId}`, "Check the id."),
  ERC721IncorrectOwner: (a) =>
    said(`${a.owner} holds token ${a.tokenId}, not ${a.sender}`, "Name its present holder."),
  ERC721InvalidReceiver: (a) =>
    said(`${a.receiver} cannot receive the token`, "Give it to a registered party."),
  ERC721InsufficientApproval: (a) => said(`${a.operator} may not move token ${a.tokenId}`, signWith),
};

const namespaces: Record<string, Describe> = {
  SchemeExists: () => said("the scheme is registered already", "There is nothing to do."),
  UnknownScheme: () => said("the scheme is not registered", "Check the scheme's name."),
  InvalidScheme: () => said("the scheme's name or rule is not valid"),
  InvalidPrefix: (a) =>
    said(
      `"${a.prefix}" is no prefix of this scheme, or does not extend the parent's prefix at a cut`,
      "Give the full canonical prefix, the parent's included.",
    ),
  NamespaceExists: (a) => said(`the namespace ${a.namespace} is delegated already`, "Look who holds it."),
  UnknownNamespace: (a) =>
    said(
      `the namespace ${a.namespace} has not been delegated`,
      "Have the holder of a shorter prefix delegate it.",
    ),
  NotClosestAncestor: (a) =>
    said(
      `the namespace ${a.closer} is closer to it`,
      "Only the holder of that closer namespace may delegate or register here.",
    ),
  NamespaceNotLive: (a) =>
    said(
      `the namespace ${a.namespace} or one above it is suspended, expired or void`,
      "It has to be reinstated, renewed or delegated anew first.",
    ),
  NamespaceIsLive: (a) =>
    said(`the namespace ${a.namespace} is not suspended`, "There is nothing to reinstate."),
  NotAnAncestor: (a) =>
    said(
      `a prefix of ${a.ancestorLength} bytes does not name an ancestor of ${a.namespace} that may do this`,
      "Name the ancestor by the length of its prefix; a suspension is ended by who made it or by someone above.",
    ),
  TooDeep: (a) =>
    said(
      `the namespace ${a.parent} may not delegate further`,
      "It was delegated with so many levels beneath it, or lies 16 levels below the root.",
    ),
  InvalidExpiry: (a) =>
    said(
      Number(a.expiry) === 0
        ? "the namespace has no expiry of its own"
        : `the expiry ${a.expiry} is past, or not later than the present one`,
      "An expiry is only ever put off; one without an expiry needs no renewal.",
    ),
  NamespaceVoid: (a) =>
    said(
      `the namespace ${a.namespace} is void: the one above it was delegated anew since`,
      "Its holder may delegate the prefix anew.",
    ),
  NamespaceIsSealed: (a) =>
    said(
      `the namespace ${a.namespace} is sealed: it issues sealed records only`,
      "Register a sealed record; a sealing lasts until the prefix is delegated anew.",
    ),
  NamespaceNotSealed: (a) =>
    said(`the namespace ${a.namespace} is not sealed`, "Seal it first, or register in the open."),
  NothingToAdopt: (a) =>
    said(
      `the namespace ${a.namespace} has nothing to adopt from its epoch ${a.since} on`,
      "It answers for that already, or there was no such epoch; epochs begin with 1.",
    ),
  NamespaceIsEmancipated: (a) =>
    said(`the namespace ${a.namespace} is emancipated`, "Those above it have no power over it any more."),
  MayNotEmancipate: (a) =>
    said(
      `the namespace ${a.parent} is not emancipated itself`,
      "Only a root and what is emancipated emancipate; have the one above begin.",
    ),
  MayNotIssue: (a) =>
    said(
      `the namespace ${a.namespace} may delegate, but not register identifiers itself`,
      "Delegate a longer prefix, and register under that.",
    ),
  CertificateExpired: (a) =>
    said(`the certificate's deadline ${a.deadline} is over`, "Ask its signer for another one."),
  CertificateVoid: () =>
    said(
      "the certificate was used or cancelled, or the parent, its holder's key or the prefix changed hands since",
      "Ask the holder of the parent for another one.",
    ),
  InvalidCertificate: () =>
    said(
      "the certificate is not signed by who controls the holder of the parent",
      "Check that it is unaltered, and made for this chain and deployment.",
    ),
  PrefixMismatch: (a) =>
    said(
      `"${a.identifier}" does not carry a prefix of ${a.prefixLength} bytes at its scheme's place`,
      "Register it beneath a namespace whose prefix it carries.",
    ),
};

const recordStatusRefused: Describe = (a) =>
  said(
    `the record is ${["absent", "active", "suspended", "retired"][Number(a.status)] ?? "in another state"}`,
    "A retired record stays retired; a suspended one has to be resumed first.",
  );

const identifiers: Record<string, Describe> = {
  RecordExists: () =>
    said(
      "this identifier is registered already",
      "An identifier is registered once and for ever; update its content instead.",
    ),
  RecordOfFormerTenure: (a) =>
    said(
      `the record ${a.record} was issued before its prefix was delegated anew`,
      "The present holder of the prefix can adopt what was issued before: cadastre namespace adopt",
    ),
  UnknownRecord: () => said("this identifier is not registered", "Register it first."),
  InvalidRecordStatus: recordStatusRefused,
  InvalidIdentifier: () =>
    said("the identifier is empty, longer than 2,048 bytes, or holds a control character"),
  LinksetTooLong: (a) =>
    said(
      `the links take ${a.length} bytes, and 8,192 are the most`,
      "Register fewer links, or one to a document.",
    ),
  InvalidSubject: (a) =>
    said(
      `the subject ${a.subject} does not exist, or the sender does not control it`,
      "Check the subject's id and owner.",
    ),
};

const sealedRecords: Record<string, Describe> = {
  SealedRecordExists: (a) =>
    said(
      `the sealed record ${a.record} exists already`,
      "A seal belongs to one record for ever; look whose it is.",
    ),
  UnknownSealedRecord: (a) =>
    said(`there is no sealed record ${a.record}`, "Check scheme, prefix, identifier and secret."),
  SealedInFormerTenure: (a) =>
    said(
      `the prefix of the sealed record ${a.record} was delegated anew since it was issued`,
      "Its present holder has to adopt what was issued before.",
    ),
  InvalidSealedStatus: recordStatusRefused,
  InvalidSeal: () => said("a seal is zero", "Make it from scheme, identifier and salt."),
  InvalidSealCount: (a) => said(`${a.count} sealed records were given`, "Register 1 to 300 in one call."),
};

const batches: Record<string, Describe> = {
  IdentifierInRange: (a) =>
    said(
      `the identifier lies in the range of batch or reservation ${a.range}`,
      "A batch's member becomes a record with cadastre batch materialise; a reservation has to be released first.",
    ),
  InvalidCount: (a) => said(`${a.count} identifiers were given`, "Register 1 to 300 in one call."),
  NotMaterialisable: (a) =>
    said(
      `the identifier is ${["no member of that batch, or not shown to be one", "a member", "of a batch or namespace that is suspended", "revoked", "a record already"][Number(a.status)] ?? "in another state"}`,
      "Check the batch and the proof: cadastre batch show.",
    ),
  ContentMismatch: (a) =>
    said(
      `the batch's manifest promises the content ${a.promised}`,
      "Give just that subject and those links.",
    ),
  BatchExists: (a) => said(`the batch ${a.batch} is issued already`, "There is nothing to do."),
  UnknownBatch: (a) => said(`there is no batch ${a.batch}`, "Check its id."),
  BatchIsRevoked: (a) => said(`the batch ${a.batch} is revoked`, "That is for ever."),
  InvalidRange: () =>
    said(
      "no range of numbers has this form",
      "The number is the last run of 1 to 19 digits, after all that a prefix could hold; OIDs and DIDs have no ranges.",
    ),
  InvalidManifest: () => said("root, manifest or number of members is missing, or the URI is too long"),
  InvalidMembers: (a) =>
    said(`members ${a.first} to ${a.last} are no range`, "Revoke at most 65,536 members in one call."),
  RangeIsIssued: (a) =>
    said(
      `the range is that of the batch ${a.batch}`,
      "Only what a former holder of the prefix issued is freed by its next one: revoke the batch.",
    ),
  NotReserved: (a) => said(`the range ${a.range} is not reserved`, "Release a reservation as a whole."),
  RangeTaken: (a) =>
    said(`the numbers ${a.first} to ${a.last} are taken by a batch or a reservation`, "Choose others."),
  RangeTooFarDown: (a) => said(`${a.above} ranges lie above it, too many to move`, "Choose higher numbers."),
};

const twins: Record<string, Describe> = {
  ContentExists: (a) =>
    said(
      `content ${a.digest} is a version of twin ${a.twin} already`,
      "The same content is registered once.",
    ),
  UnknownTwin: (a) => said(`there is no twin ${a.twin}`, "Check the id."),
  InvalidTwin: () =>
    said(
      "the twin's kind, state, name, digest or a length is out of range",
      "Give a name of 1 to 256 bytes; a new twin is a draft or released.",
    ),
  InvalidTwinState: (a) =>
    said(
      `the twin is ${twinStates[Number(a.state) - 1] ?? "in another state"}`,
      "A draft is released, a released one deprecated and back; any is withdrawn, for ever.",
    ),
  UnknownCommitment: (a) =>
    said(
      `${a.party} did not commit to this content`,
      "Commit to it first; who publishes a version commits as the twin's present owner.",
    ),
  CommitmentTooYoung: () =>
    said("the content was committed to in this very block", "Send it again with the next block."),
  CommitmentExpired: () => said("the commitment to the content is over a week old", "Commit to it again."),
  RoyaltyTooHigh: (a) =>
    said(
      `a royalty of ${a.basisPoints} basis points is over ${a.limit}`,
      "A royalty is at most 10 % (1,000), and never rises.",
    ),
  InvalidRoyaltyReceiver: (a) =>
    said(
      `${a.receiver} cannot be paid a royalty`,
      "Name an account other than the registry, and none without a royalty.",
    ),
  TwinNotLive: (a) => said(`twin ${a.twin} is withdrawn`, "Withdrawn is for ever."),
  NotTwinOwner: (a) =>
    said(`${a.caller} does not control the owner of twin ${a.twin}`, "Sign with the owner's present key."),
  InvalidAuthors: () =>
    said(
      "the authors are not 2 to 16 different ones, the twin's author first, with shares that add up to 100 %",
      "Give each author a share of its own.",
    ),
  AuthorsNamed: (a) => said(`the authors of twin ${a.twin} are named already`, "They are named once."),
  NotAuthor: (a) =>
    said(`${a.caller} does not control the author of twin ${a.twin}`, "Sign with the author's present key."),
  InvalidLicence: () =>
    said(
      "these licence terms are attached already, or their URI is too long or without terms",
      "Give other terms, or none to end the licence.",
    ),
  InvalidParents: () =>
    said(
      "the parents are not 1 to 8 different other twins, or include two types of one instance",
      "An instance has one type.",
    ),
  LineageFixed: (a) =>
    said(
      `twin ${a.twin} has parents already, or others come from it`,
      "Parents are named once, and before anything comes from the twin.",
    ),
  ParentNotPermitted: (a) =>
    said(
      `the owner of twin ${a.parent} did not permit ${a.owner} to derive from it`,
      "Have its owner permit it, and wait until it is released: cadastre twin permit",
    ),
  ClosedToDerivation: (a) => said(`nothing may be derived from twin ${a.parent}`, "It may have instances."),
  LicenceChanged: (a) =>
    said(
      `the licence terms of twin ${a.parent} are other ones by now (${a.present})`,
      "Read them, and run again if they suit you.",
    ),
  LineageTooDeep: (a) => said(`beneath twin ${a.parent} it would lie more than 32 levels deep`),
  InvalidComponents: (a) => said(`${a.count} components are not 1 to 64`, "Do it in several calls."),
  InvalidQuantity: (a) => said(`the quantity of ${a.component} is zero`, "Give one at least."),
  ComponentExists: (a) => said(`twin ${a.component} is listed already`, "Take it out to list it anew."),
  UnknownComponent: (a) => said(`twin ${a.component} is no component of it`, "See: cadastre twin show"),
  ComponentNotPermitted: (a) =>
    said(
      `the owner of twin ${a.component} did not permit ${a.owner} to list it`,
      "Have its owner permit it: cadastre twin permit",
    ),
  InstanceInType: (a) => said(`twin ${a.component} is an instance, and a type is made of types`),
  NotAbove: (a) =>
    said(
      `twin ${a.component} would be part of itself, or lies too high for where the assembly stands in others`,
      "If it is no circle: take the assembly out of what lists it, compose it, and list it again.",
    ),
};

const rights: Record<string, Describe> = {
  UnknownAsset: (a) =>
    said(`there is no such asset as ${a.asset}`, "Check the id and whether it is a twin or a record."),
  AssetNotLive: (a) =>
    said(`the asset ${a.asset} is not active`, "Resume it first; a retired one stays retired."),
  NotAssetOwner: (a) =>
    said(`${a.caller} does not control the owner of ${a.asset}`, "Sign with the owner's present key."),
  GrantExists: (a) =>
    said(`the grant ${a.grant} holds already`, "Revoke it first to give it with other terms."),
  UnknownGrant: (a) =>
    said(
      `there is no grant ${a.grant}, or it is over or revoked already`,
      "cadastre right list shows how it stands. Check its id, grantee, scope and terms.",
    ),
  InvalidExtent: () =>
    said(
      "the time window is empty or past, no action or an unknown one is named, or the scope does not fit its name",
      "Give at least one action and an end that lies ahead.",
    ),
  InvalidTerms: () =>
    said(
      "the terms name no action, too many levels of sub-licences, a notice for what is irrevocable, or a URI without a policy",
      "Give 0 to 4 levels, and either a notice or irrevocable.",
    ),
  TermsExist: () => said("these terms are registered already", "There is nothing to do."),
  UnknownTerms: (a) => said(`terms ${a.terms} are not registered`, "Register them first."),
  BeyondTerms: () =>
    said("the terms do not allow all of these actions", "Name fewer actions, or other terms."),
  InvalidGrantee: () => said("the grantee is no such party or group", "Check its address or id."),
  GranteeIsBlinded: () =>
    said(
      "a blinded grantee does not act on the ledger",
      "It accepts off chain; the owner concludes with --acceptance.",
    ),
  NotGrantee: (a) =>
    said(
      `${a.caller} does not act for the grantee`,
      "Sign with the grantee's present key, for a group with its owner's.",
    ),
  NotLicensor: (a) =>
    said(`${a.caller} does not control the party that has the right`, "Sign with its present key."),
  HeldExclusively: (a) =>
    said(`grant ${a.grant} is exclusive on that data, action and time`, "It has to end first."),
  TooManyExclusiveGrants: (a) =>
    said(`${a.limit} exclusive grants hold on the asset already`, "One has to end first."),
  SublicenceRefused: (a) =>
    said(
      `grant ${a.parent} does not hold, may not be sub-licensed so deep, or allows less`,
      "A sub-licence is narrower than what it comes from, and no longer.",
    ),
  GrantIsIrrevocable: () =>
    said("the grantee has not agreed to its end", "It agrees with: cadastre right release"),
  NoticeTooShort: (a) =>
    said(`its terms let it end at ${timeOf(a.earliest)} at the earliest`, "Give a longer notice, or none."),
  NothingToDo: () => said("that was done already", "There is nothing to do."),
  OtherSequence: (a) =>
    said(
      `the grant was given anew since (${a.sequence})`,
      "Read it again before you accept it or give it up.",
    ),
  OtherHolding: (a) =>
    said(`the asset ${a.asset} changed hands since`, "Look who owns it now, and read what it gives."),
  ProposalExists: () => said("this was proposed already", "There is nothing to do."),
  UnknownProposal: (a) =>
    said(
      `there is no proposal ${a.proposal} under the asset's present owner`,
      "Look: cadastre right offers --asset ASSET",
    ),
  ProposalNotOpen: () =>
    said("it is withdrawn or accepted already", "Look: cadastre right offers --asset ASSET"),
  ProposalExpired: () => said("its time for acceptance is over", "Ask for a new one."),
  ProposalVoid: () => said("the side that made it is in other hands since", "Ask for a new one."),
  InvalidProposal: () =>
    said(
      "what it amends is not in force, or is with another grantee or on another asset",
      "Amend the latest version that is in force.",
    ),
  NotThatSide: (a) =>
    said(`${a.caller} does not act for the side that has to`, "Sign with that side's present key."),
  InvalidAcceptance: () =>
    said(
      "a blinded grantee's acceptance comes with a digest, any other's without",
      "Give --acceptance for a blinded grantee only.",
    ),
  InvalidGroupName: () => said("a group's name has 1 to 256 bytes"),
  GroupExists: () => said("there is a group of that name already", "There is nothing to do."),
  UnknownGroup: (a) => said(`there is no group ${a.group}`, "Make it first: cadastre group create"),
  NotGroupOwner: (a) => said(`${a.caller} does not control the group's owner`, "Sign with its present key."),
  InvalidCount: (a) => said(`${a.count} parties were named`, "Name 1 to 64 at once."),
  MemberAlready: (a) => said(`${a.member} is in the group already`, "There is nothing to do."),
  NotAMember: (a) => said(`${a.member} is not in the group`, "There is nothing to do."),
  InvalidQuota: () =>
    said(
      "the quota has no unit or no units, its end is past, or the scope does not fit its name",
      "Give a unit, an amount and an end that lies ahead.",
    ),
  UnknownQuota: (a) => said(`there is no quota ${a.quota}`, "Check its id."),
  QuotaOver: () => said("its end is past, or the asset changed hands since", "Ask its owner for new units."),
  AssetNotUsable: (a) =>
    said(`the asset ${a.asset} or its owner is not active`, "Check the asset's id and kind."),
  NotQuotaIssuer: (a) =>
    said(`${a.caller} does not control the owner of ${a.asset}`, "Sign with the owner's present key."),
  NotUnitHolder: (a) =>
    said(
      `${a.caller} may not use the units of ${a.holder}, or not so many`,
      "Sign with the holder's present key, or have it allow them: cadastre quota allow",
    ),
  InsufficientUnits: (a) => said(`${a.holder} has ${a.balance} units, and ${a.needed} are needed`),
  NothingConsumed: () => said("nothing is used up, or without evidence", "Give an amount and evidence."),
};

const frozenHint = "Only those who froze it lift that: see cadastre freezes.";

const supervision: Record<string, Describe> = {
  ThingIsFrozen: (a) => said(`${a.thing}, or what it lies beneath, is frozen`, frozenHint),
  PartyIsFrozen: (a) => said(`the party ${a.identity} is frozen`, frozenHint),
  ERC7943InsufficientUnfrozenBalance: (a) => said(`token ${a.tokenId} is frozen`, frozenHint),
  NoSuchPower: () => said("nobody has this power", "Freezing goes through the supervision."),
  NotSupervision: (a) => said(`${a.caller} is not the supervision`, "Freezing goes through the supervision."),
  UnknownThing: (a) => said(`there is no ${a.thing} here to freeze`, "Check its id and kind."),
  InvalidOffice: () =>
    said(
      "the office's scope or name is not valid",
      "Give a name of 1 to 256 bytes and a scope that fits its kind.",
    ),
  UnknownOffice: (a) => said(`office ${a.office} is not accredited`, "Check the office's number."),
  NotOfTheOffice: (a) =>
    said(
      `${a.caller} does not act for office ${a.office}`,
      "Sign with a key of the office, or of one above it.",
    ),
  OutOfScope: (a) => said(`${a.thing} is not in the scope of office ${a.office}`, "Its scope is a scheme."),
  NoOrder: () => said("reason or order is missing", "Give a reason and the order."),
  FrozenAlready: (a) => said(`office ${a.office} has frozen it already`, "There is nothing to do."),
  NotFrozen: (a) => said(`office ${a.office} has not frozen it`, "There is nothing to lift."),
  RegistryIsPaused: () => said("the registry is paused for now", "Try again later; reading goes on."),
};

const evidence: Record<string, Describe> = {
  NoDigest: () => said("a digest is zero", "Give the SHA-256 of the document."),
  TooManyDigests: (a) => said(`${a.count} digests were given`, "Anchor 1 to 256 in one call."),
  InvalidBundle: () => said("the bundle is empty, or its URI is longer than 2,048 bytes"),
  BundleExists: (a) => said(`the bundle ${a.root} is anchored already`, "There is nothing to do."),
  UnknownBundle: (a) => said(`${a.author} has no bundle ${a.root}`, "Check the root of the bundle before."),
  BundleSuperseded: (a) =>
    said(`${a.supersededBy} has taken the place of bundle ${a.root} already`, "Supersede that one."),
};

const administration: Record<string, Describe> = {
  AccessManagedUnauthorized: (a) =>
    said(`${a.caller} does not have the role for this`, "Ask an administrator for it."),
  AccessManagerUnauthorizedAccount: (a) =>
    said(`${a.msgsender} does not have role ${a.roleId}`, "Ask an administrator for it."),
  AccessManagedRequiredDelay: (a) =>
    said(`it has to be announced ${a.delay} seconds ahead`, "Schedule it with the access manager first."),
  AccessManagerNotScheduled: () =>
    said(
      "it has not been announced for long enough",
      "Schedule it with the access manager and wait out the delay.",
    ),
  UpgradesAreFrozen: () => said("upgrades have ended for ever"),
};

/** By the error's name. */
export const revertTexts: Readonly<Record<string, Describe>> = {
  ...parties,
  ...recovery,
  ...attestations,
  ...relations,
  ...signedCalls,
  ...values,
  ...tokens,
  ...namespaces,
  ...identifiers,
  ...sealedRecords,
  ...batches,
  ...twins,
  ...rights,
  ...supervision,
  ...evidence,
  ...administration,
  Error: (a) => said(`it says "${String(a.message ?? a["0"])}"`),
  Panic: (a) => said(`it failed inside (panic ${String(a.code ?? a["0"])})`),
};
