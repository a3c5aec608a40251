/** Throws unless `condition` holds. `mustHold` says what has to be true. */
export function assert(condition: boolean, mustHold: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${mustHold}`);
}
