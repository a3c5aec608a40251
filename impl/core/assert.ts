/**
 * Stops the program when `condition` is false. For errors of the driver and of this code, never of the
 * protocol.
 */
export function assert(condition: boolean, expectation: string): asserts condition {
  if (!condition) {
    throw new Error(`assertion failed: ${expectation}`);
  }
}

/**
 * The end of an exhaustive `switch`: the compiler proves that nothing gets here, this says so at run time.
 */
export function unreachable(value: never): never {
  throw new Error(
    `assertion failed: nothing outside the protocol's vocabulary comes in: ${JSON.stringify(value)}`,
  );
}
