/** What a descriptor of the AAS registries (IDTA-01002, 3.1) says of a shell or a submodel beyond ids. */

export interface Reference {
  readonly type: "ExternalReference" | "ModelReference";
  readonly keys: readonly { readonly type: string; readonly value: string }[];
}

export interface Endpoint {
  readonly interface: string;
  readonly protocolInformation: {
    readonly href: string;
    readonly endpointProtocol?: string | undefined;
    readonly endpointProtocolVersion?: readonly string[] | undefined;
    readonly subprotocol?: string | undefined;
    readonly subprotocolBody?: string | undefined;
    readonly subprotocolBodyEncoding?: string | undefined;
    readonly securityAttributes?:
      | readonly { readonly type: string; readonly key: string; readonly value: string }[]
      | undefined;
  };
}

export interface LanguageText {
  readonly language: string;
  readonly text: string;
}

/** Of a shell or a submodel; a member is left out where nothing is said. */
export interface DescriptorFacts {
  readonly idShort?: string | undefined;
  readonly displayName?: readonly LanguageText[] | undefined;
  readonly description?: readonly LanguageText[] | undefined;
  readonly administration?:
    | {
        readonly version?: string | undefined;
        readonly revision?: string | undefined;
        readonly templateId?: string | undefined;
      }
    | undefined;
  readonly endpoints?: readonly Endpoint[] | undefined;
}

export interface ShellFacts extends DescriptorFacts {
  /** Where the twin's kind does not say it. */
  readonly assetKind?: string | undefined;
  readonly assetType?: string | undefined;
  /** Asset ids that many assets share, and which therefore have no record of their own. */
  readonly specificAssetIds?:
    | readonly {
        readonly name: string;
        readonly value: string;
        /** For whom alone it is meant: only in what is not for everybody. */
        readonly externalSubjectId?: Reference | undefined;
      }[]
    | undefined;
}

export interface SubmodelFacts extends DescriptorFacts {
  readonly semanticId?: Reference | undefined;
  readonly supplementalSemanticIds?: readonly Reference[] | undefined;
}
