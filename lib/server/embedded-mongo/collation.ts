/** The collation of an operation, parsed. */
export interface Collation {
  /** What the client sent, with mongod's defaults filled in: listIndexes shows it. */
  spec: Record<string, unknown>;
  compare(a: string, b: string): number;
  /** Equal strings, and only they, fold to the same text. The order of folds is not the collation's. */
  fold(text: string): string;
}
