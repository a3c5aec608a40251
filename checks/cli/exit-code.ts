import type { VerdictWord } from "../../traces/format/index.js";

/** 0 held · 1 violated · 2 wrong use or unreadable input · 3 budget ran out, unknown, or an internal error. */
export type ExitCode = 0 | 1 | 2 | 3;

/** The exit code that tells a verdict. */
export function exitCodeOf(verdict: VerdictWord): ExitCode {
  switch (verdict) {
    case "held":
      return 0;
    case "violated":
      return 1;
    case "unknown":
      return 3;
  }
}
