/**
 * What the caller can put right: a wrong option, a missing file, a trace that is none. Shown as one line,
 * exit code 2.
 */
export class UsageError extends Error {
  constructor(message: string) {
    super(message.replace(/\s*\n\s*/g, " "));
    this.name = "UsageError";
  }
}
