/** An event as a tree of named values: the same whether it was written in JSON-LD or in XML. */
export interface EventNode {
  /** Local name of what the standard defines, `{namespace}name` of an extension. */
  readonly name: string;
  /** Text as it is written, null where there is none. */
  readonly value: string | null;
  readonly children: readonly EventNode[];
}

export interface EpcisEvents {
  readonly events: readonly EventNode[];
  /** Extensions that the document itself says are no part of its events (`ignoreFields`). */
  readonly ignored: ReadonlySet<string>;
}

export const leaf = (name: string, value: string): EventNode => ({ name, value, children: [] });
export const branch = (name: string, children: readonly EventNode[]): EventNode => ({
  name,
  value: null,
  children,
});

/** What takes no part in the hash (CBV 2.0, section 8.9.2): it is about the record of the event, not about what happened. */
export const isIgnored = (name: string): boolean =>
  ["recordTime", "eventID", "errorDeclaration", "comment", "rdfs:comment", "@context", "isA"].includes(name);
