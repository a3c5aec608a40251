import type { CrashPlan, DiskPlan } from "./fault-plan.js";
import { healedSync } from "./liveness.js";
import type { Random } from "./random.js";
import type { SimulatedDisk } from "./simulated-disk.js";

/** What a crash does to an unsynced tail. */
export interface TornTail {
  /** Records that survive. */
  readonly kept: number;
  /** True if the cut goes through the middle of a write. */
  readonly torn: boolean;
}

/** Decides when each write is synced, if it fails, and what a crash leaves of those that are not. */
export class DiskFaults {
  readonly #plan: DiskPlan;
  readonly #crashes: CrashPlan;
  readonly #random: Random;
  /** Time at which each server's newest write is synced: writes are synced in order. */
  readonly #lastSync: number[];
  #healed = false;

  constructor(plan: DiskPlan, crashes: CrashPlan, size: number, random: Random) {
    this.#plan = plan;
    this.#crashes = crashes;
    this.#random = random;
    this.#lastSync = new Array<number>(size).fill(0);
  }

  /** Draws when a write that is handed over now is synced. */
  drawSync(server: number, now: number): number {
    const done = Math.max(now + this.#drawLength(), this.#lastSync[server] as number);
    this.#lastSync[server] = done;
    return done;
  }

  drawFailure(): boolean {
    return this.#random.below(10_000) < this.#plan.failurePerTenThousand && !this.#healed;
  }

  /**
   * Draws a moment before the write is synced at which its server crashes, null if it does not. A
   * write of several records is rare and alone can be torn: it is hit ten times as often.
   */
  drawCrash(now: number, done: number, records: number): number | null {
    const perMille = this.#crashes.inWritePerMille * (records > 1 ? 10 : 1);
    const crashes = this.#random.chance(perMille) && !this.#healed;
    return crashes ? this.#random.between(now, done) : null;
  }

  /** Draws what a crash leaves of the unsynced tail, which ends with it. */
  drawTail(server: number, disk: SimulatedDisk): TornTail {
    this.#lastSync[server] = 0;
    const unsynced = disk.unsyncedRecords();
    const kept = this.#drawKept(unsynced);
    let boundary = 0;
    for (const write of disk.outstanding) {
      if (boundary >= kept) break;
      boundary += write.records.length;
    }
    return { kept, torn: boundary > kept };
  }

  /** From now on writes are quick and none fails. */
  heal(): void {
    this.#healed = true;
  }

  #drawKept(unsynced: number): number {
    switch (this.#random.pick(this.#crashes.keeps)) {
      case "nothing":
        return 0;
      case "prefix":
        return this.#random.between(0, unsynced);
      case "everything":
        return unsynced;
    }
  }

  #drawLength(): number {
    if (this.#healed) return this.#random.between(1, healedSync);
    const { slowPerMille, slowMost, syncMost } = this.#plan;
    return this.#random.between(1, this.#random.chance(slowPerMille) ? slowMost : syncMost);
  }
}
