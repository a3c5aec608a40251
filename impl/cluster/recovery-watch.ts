import type { ApplyEffect, ClusterObserver, StepEvent } from "../../traces/format/index.js";
import type { World } from "./world.js";

/**
 * Watches a healed cluster until a command that was proposed after the healing is committed on every
 * server (property `eventualCommit`).
 */
export class RecoveryWatch implements ClusterObserver {
  /** True once the cluster has recovered. */
  recovered = false;
  /** Null while the cluster is not healed. */
  #world: World | null = null;
  /** Commands with a higher serial number were proposed after the healing. */
  #lastOldSerial = 0;
  /** Lowest index at which a new command was applied, `Infinity` if none was. */
  #freshIndex = Number.POSITIVE_INFINITY;

  /** True once the cluster is healed. */
  get hasBegun(): boolean {
    return this.#world !== null;
  }

  /** The cluster is healed, all its servers run: the watch begins. */
  begin(world: World): void {
    this.#world = world;
    this.#lastOldSerial = world.proposals;
  }

  onStep(event: StepEvent): void {
    if (this.#world === null) return;
    for (const effect of event.effects) {
      if (effect.kind !== "apply") continue;
      this.#noteApplied(effect);
      this.recovered ||= everyCommitIndex(this.#world).every(
        (commitIndex) => commitIndex >= this.#freshIndex,
      );
    }
  }

  onCrash(): void {}
  onNetwork(): void {}
  onLink(): void {}

  /** What is missing, as a sentence for a person. */
  explain(world: World): string {
    const servers = world.configuration.servers.map((name, server) => {
      const { role, currentTerm, log, commitIndex } = world.state(server);
      const lastIndex = log.baseIndex + log.entries.length;
      return `${name} ${role} in term ${currentTerm} with commit index ${commitIndex} of ${lastIndex}`;
    });
    const what =
      this.#freshIndex === Number.POSITIVE_INFINITY
        ? "no server applied a command that was proposed after the healing"
        : `not all servers know that index ${this.#freshIndex} is committed`;
    return `${what}: ${servers.join(", ")}`;
  }

  #noteApplied({ entries, index }: ApplyEffect): void {
    for (let offset = 0; offset < entries.length && index + offset < this.#freshIndex; offset++) {
      const entry = entries[offset];
      if (entry?.kind === "command" && entry.serial > this.#lastOldSerial) this.#freshIndex = index + offset;
    }
  }
}

/** Commit indexes of a cluster all of whose servers run. */
export function everyCommitIndex(world: World): readonly number[] {
  return world.subjects.map((_, server) => world.state(server).commitIndex);
}
