import { randomInt } from "node:crypto";

/** A fresh seed, short enough to be typed. */
export function randomSeed(): string {
  return String(randomInt(1, 1_000_000_000));
}
