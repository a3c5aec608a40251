/** Where text goes: standard output or standard error. */
export interface Writer {
  write(text: string): unknown;
  readonly isTerminal: boolean;
}

/** What the command line needs of the process, so that tests can run it without one. */
export interface Environment {
  readonly stdout: Writer;
  readonly stderr: Writer;
  /** Whether text on standard output may be coloured. */
  readonly colors: boolean;
  /** Whether internal errors show their stack. */
  readonly debug: boolean;
  /** Folder that relative paths start from. */
  readonly cwd: string;
  /**
   * Aborted by the first Ctrl-C: report what was found so far, and end. A command that never looks at it
   * is ended by Ctrl-C at once, since it may not return to the event loop in time to be told.
   */
  readonly signal: AbortSignal;
}
