import type { Index, Server, Term } from "../../traces/format/index.js";

/** Last index of a server's log. */
export function lastIndex(server: Server): Index {
  return server.log.baseIndex + server.log.entries.length;
}

/** Term of the entry at an index, 0 if there is none. */
export function termAt(server: Server, index: Index): Term {
  const { baseIndex, baseTerm, entries } = server.log;
  if (index === baseIndex) return baseTerm;
  return entries[index - baseIndex - 1]?.term ?? 0;
}

export function lastTerm(server: Server): Term {
  return termAt(server, lastIndex(server));
}

/** The highest index that `count` servers have reached, going by matchIndex. */
export function reachedBy(server: Server, count: number): Index {
  const sorted = [...server.matchIndex].sort((left, right) => right - left);
  return sorted[count - 1] ?? 0;
}
