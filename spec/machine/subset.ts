import type { Element, Subset } from "./declaration.js";

export const emptySet: Subset = 0;

export function includes(set: Subset, element: Element): boolean {
  return ((set >>> element) & 1) === 1;
}

export function including(set: Subset, element: Element): Subset {
  return set | (1 << element);
}

export function excluding(set: Subset, element: Element): Subset {
  return set & ~(1 << element);
}

export function cardinality(set: Subset): number {
  let left = set - ((set >>> 1) & 0x55555555);
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
  return Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

export function isSubset(part: Subset, whole: Subset): boolean {
  return (part & ~whole) === 0;
}

export function subsetOf(elements: Iterable<Element>): Subset {
  let set = emptySet;
  for (const element of elements) set = including(set, element);
  return set;
}
