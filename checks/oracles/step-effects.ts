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
    if (this.messages.length > 0) this.messages.length = 0;
    if (this.writes.length > 0) this.writes.length = 0;
    if (this.applied.length > 0) this.applied.length = 0;
    this.metCommittedConflict = false;
  }
}
