/** Stops on a broken assumption of this code; never a verdict about a server. */
export function assert(condition: boolean, whatMustHold: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${whatMustHold}`);
}

/** The element at `offset`, which must exist. */
export function at<T>(values: readonly T[], offset: number): T {
  if (offset >= 0 && offset < values.length) return values[offset] as T;
  throw new Error(`assertion failed: offset ${offset} lies within 0 … ${values.length - 1}`);
}

/** Closes an exhaustive `switch`. */
export function never(value: never): never {
  throw new Error(`assertion failed: every kind is handled, but not ${JSON.stringify(value)}`);
}
