import type { ClusterObserver, Counts, Finding, ServerId, StepEvent } from "../../traces/format/index.js";
import { CommitMonotonicOracle } from "./commit-monotonic.js";
import { CommittedEntries } from "./committed-entries.js";
import { CommittedNeverTruncatedOracle } from "./committed-never-truncated.js";
import { CommittedOnMajorityOracle } from "./committed-on-majority.js";
import { DiskCopies } from "./disk-copies.js";
import { DurableBeforeReplyOracle } from "./durable-before-reply.js";
import { ElectionSafetyOracle } from "./election-safety.js";
import { LeaderAppendOnlyOracle } from "./leader-append-only.js";
import { LeaderCompletenessOracle } from "./leader-completeness.js";
import { LogCopies } from "./log-copies.js";
import { LogMatchingOracle } from "./log-matching.js";
import { MatchMonotonicOracle } from "./match-monotonic.js";
import { MonotonicTermOracle } from "./monotonic-term.js";
import { OneVotePerTermOracle } from "./one-vote-per-term.js";
import type { Evidence, Oracle } from "./oracle.js";
import { QuorumOfDistinctVotersOracle } from "./quorum-of-distinct-voters.js";
import { StateMachineSafetyOracle } from "./state-machine-safety.js";
import { StepEffects } from "./step-effects.js";
import { WitnessCounts } from "./witness-counts.js";

/** All safety properties, judged while a cluster runs. */
export interface Oracles extends ClusterObserver {
  /** The first violation, null while every property holds. */
  readonly finding: Finding | null;
  /**
   * The first violation of each property, in the order found. All of the first bad step are exact; what
   * comes after it is judged on a history that is broken already.
   */
  readonly allFindings: readonly Finding[];
  /** How often each witness was seen: live, one count for each of `witnessNames`. */
  readonly witnesses: Counts;
  /** Makes ready for another history of the same servers. */
  reset(): void;
}

/** One oracle for each property, in the order of the specification's `properties`. */
function everyOracle(servers: readonly ServerId[]): readonly Oracle[] {
  return [
    new ElectionSafetyOracle(servers),
    new LeaderAppendOnlyOracle(servers),
    new LogMatchingOracle(servers),
    new LeaderCompletenessOracle(servers),
    new StateMachineSafetyOracle(servers),
    new OneVotePerTermOracle(servers),
    new MonotonicTermOracle(servers),
    new CommitMonotonicOracle(servers),
    new MatchMonotonicOracle(servers),
    new CommittedNeverTruncatedOracle(servers),
    new CommittedOnMajorityOracle(servers),
    new DurableBeforeReplyOracle(),
    new QuorumOfDistinctVotersOracle(servers),
  ];
}

/** Oracles for a cluster of these servers; attach them to a driver as an observer. */
export function createOracles(servers: readonly ServerId[]): Oracles {
  return new OracleBench(servers);
}

class OracleBench implements Oracles {
  allFindings: readonly Finding[] = [];
  readonly #evidence: Evidence;
  readonly #oracles: readonly Oracle[];
  readonly #witnesses: WitnessCounts;
  /** Oracles that have found nothing yet. */
  #watching: readonly Oracle[];
  #step = 0;

  constructor(servers: readonly ServerId[]) {
    this.#evidence = {
      servers,
      effects: new StepEffects(),
      logs: new LogCopies(servers),
      disks: new DiskCopies(servers),
      committed: new CommittedEntries(servers),
    };
    this.#oracles = everyOracle(servers);
    this.#watching = this.#oracles;
    this.#witnesses = new WitnessCounts(servers);
  }

  get finding(): Finding | null {
    return this.allFindings[0] ?? null;
  }

  get witnesses(): Counts {
    return this.#witnesses.counts;
  }

  onStep(event: StepEvent): void {
    const evidence = this.#evidence;
    this.#step = event.step;
    evidence.effects.onStep(event.effects);
    evidence.logs.onStep(event);
    evidence.disks.onStep(event, evidence.effects);
    evidence.committed.onStep(event, evidence.effects, evidence.logs);
    this.#witnesses.onStep(event, evidence);
    for (const oracle of this.#watching) {
      const message = oracle.onStep(event, evidence);
      if (message !== null) this.#report(oracle, event.server, message);
    }
  }

  onCrash(server: number, recordsKept: number, recordsLost: number): void {
    const evidence = this.#evidence;
    evidence.effects.clear();
    evidence.logs.onCrash(server);
    evidence.disks.onCrash(server, recordsKept);
    evidence.committed.onCrash(server);
    this.#witnesses.onCrash(server, recordsLost);
    for (const oracle of this.#watching) {
      const message = oracle.onCrash(server, evidence);
      if (message !== null) this.#report(oracle, server, message);
    }
  }

  onNetwork(): void {
    // What the network does to messages shows in what is delivered.
  }

  onLink(): void {
    // Likewise.
  }

  reset(): void {
    const { logs, disks, committed } = this.#evidence;
    logs.reset();
    disks.reset();
    committed.reset();
    this.#witnesses.reset();
    for (const oracle of this.#oracles) oracle.reset();
    this.#watching = this.#oracles;
    this.allFindings = [];
    this.#step = 0;
  }

  #report(oracle: Oracle, server: number, message: string): void {
    const { property } = oracle;
    const name = this.#evidence.servers[server] as ServerId;
    const finding: Finding = { kind: "violation", property, step: this.#step, server: name, message };
    this.allFindings = [...this.allFindings, finding];
    this.#watching = this.#watching.filter((other) => other !== oracle);
  }
}
