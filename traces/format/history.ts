import type { ServerId } from "./entries.js";

/** A client operation begins or ends (Maelstrom's vocabulary). `info`: the outcome is unknown. */
export interface OperationLine {
  readonly kind: "operation";
  /** Position in the history, from 1.  @minimum 1 */
  readonly position: number;
  readonly client: string;
  /** @minimum 0 */
  readonly serial: number;
  readonly event: "invoke" | "ok" | "fail" | "info";
  readonly server: ServerId;
  readonly operation: "write" | "read";
  readonly key: string;
  readonly value: string | null;
}
