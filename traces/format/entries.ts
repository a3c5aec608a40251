/** Identifier of a server, as written in headers, messages and views ("s1"). */
export type ServerId = string;

/** Election term (paper §5.1). Starts at 0 before the first election. */
export type Term = number;

/** 1-based position in the log (paper §5.3). 0 means "before the first entry". */
export type Index = number;

/** The empty entry with which a leader opens its term (dissertation §6.4). */
export interface NoopEntry {
  readonly kind: "noop";
  /** @minimum 0 */
  readonly term: Term;
}

/** A client's command. `client` and `serial` name the operation it came from. */
export interface CommandEntry {
  readonly kind: "command";
  /** @minimum 0 */
  readonly term: Term;
  readonly client: string;
  /** @minimum 0 */
  readonly serial: number;
  readonly command: string;
}

/** A cluster configuration (paper §6). `outgoing` is empty outside a joint phase. */
export interface ConfigEntry {
  readonly kind: "config";
  /** @minimum 0 */
  readonly term: Term;
  readonly voters: readonly ServerId[];
  readonly outgoing: readonly ServerId[];
  readonly learners: readonly ServerId[];
}

/** One log entry. Its index is its position: `baseIndex + offset + 1`. */
export type Entry = NoopEntry | CommandEntry | ConfigEntry;

/**
 * A log whose first `baseIndex` entries were compacted away; the last of those had term `baseTerm`.
 * `entries[offset]` stands at index `baseIndex + offset + 1`.
 */
export interface Log {
  /** @minimum 0 */
  readonly baseIndex: Index;
  /** @minimum 0 */
  readonly baseTerm: Term;
  readonly entries: readonly Entry[];
}

/** Where a log ends: the pair that votes compare (paper §5.4.1). */
export interface LogEnd {
  readonly index: Index;
  readonly term: Term;
}
