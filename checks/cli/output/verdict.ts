import type pc from "picocolors";
import type { VerdictWord } from "../../../traces/format/index.js";

type Colors = ReturnType<typeof pc.createColors>;

/** A verdict in its colour. */
export function verdictText(verdict: VerdictWord, colors: Colors): string {
  switch (verdict) {
    case "held":
      return colors.green(verdict);
    case "violated":
      return colors.red(verdict);
    case "unknown":
      return colors.yellow(verdict);
  }
}
