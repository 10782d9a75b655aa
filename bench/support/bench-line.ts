export interface BenchLine {
  name: string;
  value: number;
  unit: string;
  /** What the value must be, as text; empty where nothing is demanded. */
  target: string;
  passed: boolean;
}
