/** What the links of a shell's or a submodel's record say. Owners register anything: what is of another form is left out. */
import { z } from "zod";
import type { Linkset, LinkTarget } from "../../store/model.js";
import { descriptorRelation } from "../../store/shellTraits.js";
import { externalReferenceSchema } from "../externalSubject.js";
import type { Endpoint, Reference, ShellFacts, SubmodelFacts } from "./facts.js";
import { relations } from "./relations.js";

const first = z
  .array(z.string())
  .transform(([text]) => (text === "" ? undefined : text))
  .optional()
  .catch(undefined);
const languageTexts = z
  .array(z.object({ language: z.string(), text: z.string() }))
  .min(1)
  .optional()
  .catch(undefined);

const ownTarget = z
  .object({
    idShort: first,
    displayName: languageTexts,
    description: languageTexts,
    version: first,
    revision: first,
    templateId: first,
    assetKind: first,
    assetType: first,
    specificAssetIds: z
      .array(
        z.object({
          name: z.string().min(1),
          value: z.string().min(1),
          externalSubjectId: externalReferenceSchema.optional().catch(undefined),
        }),
      )
      .optional()
      .catch(undefined),
  })
  .catch({});

const storedReference = z
  .object({
    referenceType: z.tuple([z.enum(["ExternalReference", "ModelReference"])]),
    keys: z.array(z.object({ type: z.string().min(1), value: z.string().min(1) })).min(1),
  })
  .transform(({ referenceType: [type], keys }): Reference => ({ type, keys }));

const storedEndpoint = z
  .object({
    // Of any protocol, but an address: never a script.
    href: z.string().regex(/^(?!javascript:)[a-z][a-z0-9+.-]*:\/\/./i),
    interface: z.tuple([z.string().min(1)]),
    endpointProtocol: first,
    endpointProtocolVersion: z.array(z.string()).min(1).optional().catch(undefined),
    subprotocol: first,
    subprotocolBody: first,
    subprotocolBodyEncoding: first,
    securityAttributes: z
      .array(z.object({ type: z.string(), key: z.string(), value: z.string() }))
      .min(1)
      .optional()
      .catch(undefined),
  })
  .transform(
    ({ interface: [name], ...protocol }): Endpoint => ({ interface: name, protocolInformation: protocol }),
  );

function allOf<Value>(
  schema: z.ZodType<Value>,
  targets: readonly LinkTarget[] | undefined,
): readonly Value[] {
  return (targets ?? []).flatMap((link) => {
    const parsed = schema.safeParse(link);
    return parsed.success ? [parsed.data] : [];
  });
}

/** What the links of a shell's record say. */
export function shellFacts(linkset: Linkset): ShellFacts {
  const { version, revision, templateId, ...own } = ownTarget.parse(linkset[descriptorRelation]?.[0] ?? {});
  const administered = version ?? revision ?? templateId;
  return {
    ...own,
    administration: administered === undefined ? undefined : { version, revision, templateId },
    endpoints: allOf(storedEndpoint, linkset[relations.endpoint]),
  };
}

/** What the links of a submodel's record say. */
export function submodelFacts(linkset: Linkset): SubmodelFacts {
  const { idShort, displayName, description, administration, endpoints } = shellFacts(linkset);
  return {
    idShort,
    displayName,
    description,
    administration,
    endpoints,
    semanticId: allOf(storedReference, linkset[relations.semanticId])[0],
    supplementalSemanticIds: allOf(storedReference, linkset[relations.supplementalSemanticId]),
  };
}
