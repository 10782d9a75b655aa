/** What every browser is asked to do; each engine's driver does it in its own way. */
export interface PageDriver {
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Runs a function in the page, which knows nothing but its arguments; waits for a promise. */
  evaluate<Arguments extends readonly unknown[], Result>(
    work: (...given: Arguments) => Result | Promise<Result>,
    ...given: Arguments
  ): Promise<Result>;
  /** Presses the main button of the mouse there, in CSS pixels of the view. */
  clickAt(x: number, y: number): Promise<void>;
  /** Types into whatever has the focus. */
  type(text: string): Promise<void>;
  press(key: Key): Promise<void>;
  /** Chooses a file for the first element that fits the selector. */
  upload(selector: string, file: string): Promise<void>;
  /** The size of what the page sees. */
  setViewport(size: { width: number; height: number }): Promise<void>;
  /** The page and everything its visitor kept. */
  close(): Promise<void>;
}

export type Key = 'Enter' | 'Escape' | 'ArrowLeft' | 'ArrowRight';

export interface RunningEngine {
  version: string;
  /** A page of a visitor whom nobody has seen before. */
  newPage(): Promise<PageDriver>;
  close(): Promise<void>;
}

export interface Engine {
  name: string;
  /** What is missing on this machine to run it, or null. */
  missing: string | null;
  /** Resolves host names that end in `.test` to this machine. */
  start(): Promise<RunningEngine>;
}
