/**
 * In which order an event's properties go into its pre-hash string: that of the CBV's own event hash generator, whose hashes are in
 * use. What is not listed comes after, sorted.
 */
export interface Ordered {
  readonly name: string;
  readonly children: readonly Ordered[];
}

const list = (names: string): readonly Ordered[] => names.split(" ").map((name) => ({ name, children: [] }));
const parent = (name: string, children: readonly Ordered[]): Ordered => ({ name, children });

const epcs = list("epc");
const quantities = [parent("quantityElement", list("epcClass quantity uom"))];

const sensorElement = parent("sensorElement", [
  parent(
    "sensorMetadata",
    list("time startTime endTime deviceID deviceMetadata rawData dataProcessingMethod bizRules"),
  ),
  parent(
    "sensorReport",
    list(
      "type exception deviceID deviceMetadata rawData dataProcessingMethod time microorganism chemicalSubstance value component " +
        "stringValue booleanValue hexBinaryValue uriValue minValue maxValue meanValue sDev percRank percValue uom " +
        "coordinateReferenceSystem",
    ),
  ),
]);

export const eventOrder: readonly Ordered[] = [
  ...list("eventTime eventTimeZoneOffset certificationInfo parentID"),
  parent("epcList", epcs),
  parent("inputEPCList", epcs),
  parent("childEPCs", epcs),
  parent("quantityList", quantities),
  parent("childQuantityList", quantities),
  parent("inputQuantityList", quantities),
  parent("outputEPCList", epcs),
  parent("outputQuantityList", quantities),
  ...list("action transformationID bizStep disposition"),
  parent("persistentDisposition", list("set unset")),
  parent("readPoint", list("id")),
  parent("bizLocation", list("id")),
  parent("sensorElementList", [sensorElement]),
];
