/** Stops the program when what must hold does not: a mistake in this program, never in its input. */
export function assert(condition: boolean, whatMustHold: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${whatMustHold}`);
}
