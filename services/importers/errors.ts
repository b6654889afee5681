/** What can be wrong with a file that is to be imported, or with its import as a whole. */
import { CadastreError } from "../errors/cadastreError.js";

export type ImportErrorCode =
  /** The file is not there or may not be read. */
  | "IMPORT_FILE_UNREADABLE"
  /** Neither the file's name nor its content tells its format. */
  | "IMPORT_FORMAT_UNKNOWN"
  /** The file, or a part of it, is larger than an import reads. */
  | "IMPORT_TOO_LARGE"
  /** A list has more bytes than is kept where it would be brought. */
  | "IMPORT_LIST_TOO_LARGE"
  /** The text is not JSON, or not of the expected structure. */
  | "IMPORT_JSON_INVALID"
  /** The text is not well-formed XML, or declares a document type. */
  | "IMPORT_XML_INVALID"
  /** The table's header has no identifier column, or a column that is not known. */
  | "IMPORT_HEADER_INVALID"
  /** The package is not a readable ZIP archive: cut short, damaged, or something else altogether. */
  | "IMPORT_PACKAGE_CORRUPT"
  /** The package is made to harm its reader: path traversal, bomb, duplicate or encrypted entries, links. */
  | "IMPORT_PACKAGE_UNSAFE"
  /** The package lacks what an AASX package must have. */
  | "IMPORT_PACKAGE_INCOMPLETE"
  /** The Asset Administration Shell environment is of a version that is not supported. */
  | "IMPORT_AAS_VERSION"
  /** The file names no owner for its identifiers and none was given. */
  | "IMPORT_OWNER_MISSING"
  /** One entry cannot be understood; the others can. */
  | "IMPORT_ROW_INVALID"
  /** A row names a content file that is not there or lies outside the table's folder. */
  | "IMPORT_CONTENT_FILE"
  /** From here on a table cannot be read. */
  | "IMPORT_TABLE_BROKEN"
  /** The importing party does not hold the namespace that an identifier belongs to. */
  | "IMPORT_NOT_AUTHORISED"
  /** The namespace that an identifier belongs to is suspended. */
  | "IMPORT_NAMESPACE_SUSPENDED"
  /** What the identifier or content stands for on the ledger differs from what the file says. */
  | "IMPORT_CONFLICT"
  /** The file gives one value to several assets; it stays with the first of them. */
  | "IMPORT_SHARED_VALUE"
  /** The twin or record that the identifier stands for could not be registered, so neither was the identifier. */
  | "IMPORT_TWIN_FAILED"
  /** The file is another one than when its registration began. */
  | "IMPORT_FILE_CHANGED"
  /** The resolver says that a batch of the party has identifiers of the file, and the chain does not have that batch. */
  | "IMPORT_RESOLVER_WRONG"
  /** No import left anything under that name. */
  | "IMPORT_UNKNOWN"
  /** Nobody has seen what became of transactions that the import sent. */
  | "IMPORT_UNSETTLED"
  /** The import may have the only copies of lists that it issued. */
  | "IMPORT_LISTS_LEFT"
  /** Another process registers the same file. */
  | "IMPORT_UNDER_WAY"
  /** The importing account does not control the party. */
  | "IMPORT_NOT_PARTY";

export class ImportError extends CadastreError<ImportErrorCode> {}
