/** A copy that shares nothing. */
export function copyOf<T>(state: T): T {
  if (Array.isArray(state)) return state.map(copyOf) as T;
  if (typeof state !== "object" || state === null) return state;
  return Object.fromEntries(Object.entries(state).map(([name, value]) => [name, copyOf(value)])) as T;
}

/** Whether two states of one shape are equal. */
export function same(left: unknown, right: unknown): boolean {
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) {
    return left === right;
  }
  for (const name in left) {
    if (!same((left as Record<string, unknown>)[name], (right as Record<string, unknown>)[name]))
      return false;
  }
  return true;
}
