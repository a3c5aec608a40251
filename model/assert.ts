/**
 * States what must hold; breaking it is a mistake of the program or its driver, never of the protocol.
 * @throws Error naming what must hold.
 */
export function assert(condition: boolean, mustHold: string): asserts condition {
  if (!condition) throw new Error(`assertion broken: ${mustHold}`);
}
