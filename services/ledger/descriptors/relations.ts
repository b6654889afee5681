/** Link relations of what a descriptor says; what is no link is told at `descriptorRelation` of the store. */
export const relations = {
  endpoint: "https://admin-shell.io/aas/API/3/1/Descriptor/endpoints",
  semanticId: "https://admin-shell.io/aas/3/1/HasSemantics/semanticId",
  supplementalSemanticId: "https://admin-shell.io/aas/3/1/HasSemantics/supplementalSemanticIds",
} as const;
