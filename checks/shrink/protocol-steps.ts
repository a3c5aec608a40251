import type { MessageKind } from "../../traces/format/index.js";
import type { Choice } from "./choices.js";

const answers: ReadonlySet<MessageKind> = new Set<MessageKind>([
  "requestVoteResponse",
  "requestPreVoteResponse",
  "appendEntriesResponse",
  "installSnapshotResponse",
  "readIndexResponse",
]);

/**
 * Length of a history in protocol steps, the unit in which counterexamples are compared with published
 * ones: a request with its answer is 1 (a repeated answer 1 more), a timeout, proposal, crash with its
 * restart or failed write is 1, a completed write is 0.
 */
export function protocolSteps(choices: readonly Choice[]): number {
  let steps = 0;
  for (const choice of choices) {
    switch (choice.kind) {
      case "deliver":
        steps += answers.has(choice.message.kind) && !choice.repeated ? 0 : 1;
        break;
      case "timeout":
      case "propose":
      case "crash":
      case "failWrite":
        steps += 1;
        break;
      case "start":
      case "completeWrite":
        break;
    }
  }
  return steps;
}
