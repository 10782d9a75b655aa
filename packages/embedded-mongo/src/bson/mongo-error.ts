/** A failure as mongod reports it: what a client gets as `code`, `codeName` and `errmsg`. */
export class MongoError extends Error {
  readonly code: number;
  readonly codeName: string;
  /** Further fields of the answer, such as `keyPattern` and `keyValue` of a duplicate key. */
  readonly extra?: Record<string, unknown>;

  constructor(code: number, codeName: string, message: string, extra?: Record<string, unknown>) {
    super(message);
    this.name = 'MongoError';
    this.code = code;
    this.codeName = codeName;
    if (extra) this.extra = extra;
  }
}

/** Refuses a feature of MongoDB that this database lacks; 238 unless another code fits better. */
export function notSupported(what: string, code = 238): MongoError {
  return new MongoError(
    code,
    code === 238 ? 'NotImplemented' : (codeNames.get(code) ?? `Location${code}`),
    `${what} is not supported by the built-in database. Set MONGODB_URI to a MongoDB server to use it.`,
  );
}

const codeNames = new Map([
  [1, 'InternalError'],
  [2, 'BadValue'],
  [9, 'FailedToParse'],
  [13, 'Unauthorized'],
  [14, 'TypeMismatch'],
  [15, 'Overflow'],
  [17, 'ProtocolError'],
  [18, 'AuthenticationFailed'],
  [20, 'IllegalOperation'],
  [26, 'NamespaceNotFound'],
  [27, 'IndexNotFound'],
  [28, 'PathNotViable'],
  [43, 'CursorNotFound'],
  [48, 'NamespaceExists'],
  [50, 'MaxTimeMSExpired'],
  [40, 'ConflictingUpdateOperators'],
  [52, 'DollarPrefixedFieldName'],
  [53, 'InvalidIdField'],
  [54, 'NotSingleValueField'],
  [55, 'InvalidDBRef'],
  [56, 'EmptyFieldName'],
  [57, 'DottedFieldName'],
  [59, 'CommandNotFound'],
  [67, 'CannotCreateIndex'],
  [68, 'IndexAlreadyExists'],
  [79, 'UnknownReplWriteConcern'],
  [85, 'IndexOptionsConflict'],
  [86, 'IndexKeySpecsConflict'],
  [91, 'ShutdownInProgress'],
  [96, 'OperationFailed'],
  [100, 'UnsatisfiableWriteConcern'],
  [167, 'CommandNotSupportedOnView'],
  [171, 'CannotIndexParallelArrays'],
  [175, 'QueryPlanKilled'],
  [279, 'ClientDisconnect'],
  [323, 'APIStrictError'],
  [9001, 'SocketException'],
  [10334, 'BSONObjectTooLarge'],
  [12051, 'CursorInUse'],
  [14031, 'OutOfDiskSpace'],
  [66, 'ImmutableField'],
  [72, 'InvalidOptions'],
  [73, 'InvalidNamespace'],
  [168, 'InvalidPipelineOperator'],
  [238, 'NotImplemented'],
  [241, 'ConversionFailure'],
  [246, 'DataCorruptionDetected'],
  [263, 'OperationNotSupportedInTransaction'],
  [292, 'QueryExceededMemoryLimitNoDiskUseAllowed'],
]);

/** An error by its number; mongod calls an unnamed one `Location<number>`. */
export function failure(code: number, message: string): MongoError {
  return new MongoError(code, codeNames.get(code) ?? `Location${code}`, message);
}

/** Code 2, the common complaint about an argument. */
export const badValue = (message: string): MongoError => failure(2, message);
/** Code 9, the common complaint about the shape of a command. */
export const failedToParse = (message: string): MongoError => failure(9, message);
/** Code 14, a value of the wrong BSON type. */
export const typeMismatch = (message: string): MongoError => failure(14, message);
