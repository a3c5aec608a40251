/** Throws unless `condition` holds. `mustHold` says what has to be true. */
export function assert(condition: boolean, mustHold: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${mustHold}`);
}

/** Stands behind a switch that has a case for every kind: the compiler proves it out of reach. */
export function unreachable(value: never): never {
  throw new Error(`not a known kind: ${JSON.stringify(value)}`);
}
