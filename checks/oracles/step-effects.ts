import type { ApplyEffect, Effect, Message, StorageRecord } from "../../traces/format/index.js";

/** The effects of the latest step, sorted once by kind, so that no oracle need look through all of them. */
export class StepEffects {
  readonly messages: Message[] = [];
  readonly writes: (readonly StorageRecord[])[] = [];
  readonly applied: ApplyEffect[] = [];
  /** The server stopped because a leader would have cut what it knows committed. */
  metCommittedConflict = false;

  onStep(effects: readonly Effect[]): void {
    this.clear();
    for (const effect of effects) {
      if (effect.kind === "send") this.messages.push(effect.message);
      else if (effect.kind === "persist") this.writes.push(effect.records);
      else if (effect.kind === "apply") this.applied.push(effect);
      else if (effect.kind === "stopped") this.metCommittedConflict = effect.reason === "committedConflict";
    }
  }

  clear(): void {
    drain(this.messages);
    drain(this.writes);
    drain(this.applied);
    this.metCommittedConflict = false;
  }
}

/** Empties a list and keeps its store for the next step, which setting its length to 0 would not. */
function drain(list: unknown[]): void {
  while (list.length > 0) list.pop();
}
