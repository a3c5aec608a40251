import assert from "node:assert/strict";
import type { ClusterObserver, ProtocolRules, Server, SubjectFactory } from "../../traces/format/index.js";
import { createServer, defaultRules } from "../core/index.js";
import { drawFaultPlan, electionTimeout } from "./fault-plan.js";
import { Random } from "./random.js";
import { runTimedHistory, type TimedResult } from "./timed-cluster.js";
import { addWitnesses, noWitnesses, witnessNames } from "./witnesses.js";

const core: SubjectFactory = (configuration) => createServer(configuration);

/** Servers some of whose decisions are wrong. */
const mutant =
  (rules: Partial<ProtocolRules>): SubjectFactory =>
  (configuration) =>
    createServer(configuration, { ...defaultRules, ...rules });

const run = (history: number, factory = core, observers: readonly ClusterObserver[] = []) =>
  runTimedHistory({ seed: "42", history, factory, observers });

/** Everything that happens, in one number (FNV-1a over the text of each event). */
class Digest implements ClusterObserver {
  value = 0x811c9dc5;
  events = 0;
  onStep({
    step,
    server,
    cause,
    input,
    effects,
    ids,
    state,
  }: Parameters<ClusterObserver["onStep"]>[0]): void {
    const { role, currentTerm, commitIndex } = state;
    this.#add([step, server, cause, input, effects, ids, role, currentTerm, commitIndex]);
  }
  onCrash(...event: unknown[]): void {
    this.#add(event);
  }
  onNetwork(...event: unknown[]): void {
    this.#add(event);
  }
  onLink(...event: unknown[]): void {
    this.#add(event);
  }
  #add(event: unknown): void {
    this.events += 1;
    for (const character of JSON.stringify(event)) {
      this.value = Math.imul(this.value ^ (character.codePointAt(0) as number), 0x01000193) >>> 0;
    }
  }
}

function digestOf(history: number): { readonly digest: Digest; readonly result: TimedResult } {
  const digest = new Digest();
  return { digest, result: run(history, core, [digest]) };
}

describe("timed cluster", () => {
  it("runs a history the same way each time, whatever ran before", () => {
    const first = [0, 1, 2, 3].map(digestOf);
    const again = [3, 1, 0, 2].map(digestOf);
    for (const [position, history] of [3, 1, 0, 2].entries()) {
      assert.deepEqual(again[position], first[history]);
    }
    assert.equal(new Set(first.map(({ digest }) => digest.value)).size, 4);
    assert.ok(first.every(({ digest }) => digest.events > 50));
  });

  it("takes a plan in place of the drawn one, which runs the same", () => {
    const drawn = run(7);
    const plan = drawFaultPlan(Random.ofHistory("42", 7).fork("plan"));
    assert.deepEqual(runTimedHistory({ seed: "42", history: 7, plan, factory: core, observers: [] }), drawn);
  });

  it("recovers from 300 histories, in which all faults happened", () => {
    const witnesses = noWitnesses();
    let closest = 0;
    for (let history = 0; history < 300; history++) {
      const result = run(history);
      assert.equal(result.finding, null, `history ${history}`);
      assert.equal(result.liveness, "held");
      assert.equal(result.steps, result.phases.safety.steps + result.phases.healed.steps);
      closest = Math.max(closest, result.recoveredAfter / result.bound);
      addWitnesses(witnesses, result.witnesses);
    }
    assert.ok(closest < 0.5, `the slowest recovery took ${closest} of its bound`);
    for (const name of witnessNames) assert.ok(witnesses[name] >= 20, `${name}: ${witnesses[name]}`);
  });

  it("calls a cluster dead that has no leader, no commit, or no agreement on it", () => {
    const dead: { readonly [why: string]: Partial<ProtocolRules> } = {
      "no vote is ever granted": { hasVoteFor: () => false },
      "nothing is ever committed": { committableIndex: (server) => server.commitIndex },
      "followers never learn of commits": { commitAfterAppend: (server) => server.commitIndex },
      "followers refuse all entries": { matchesPrevious: () => false },
      "a leader never steps back": { nextAfterRejection: (_, response) => response.prevLogIndex + 1 },
    };
    for (const [why, rules] of Object.entries(dead)) {
      const results = Array.from({ length: 12 }, (_, history) => run(history, mutant(rules)));
      const findings = results.filter(({ plan }) => plan.servers > 1).flatMap(({ finding }) => finding ?? []);
      assert.ok(findings.length > 0, why);
      for (const finding of findings) {
        assert.equal(finding.kind, "violation");
        assert.equal(finding.property, "eventualCommit");
        assert.match(finding.message, /µs after the healing (no server applied|not all servers know)/);
      }
    }
  });

  it("never finds a vote in any cluster of two or more without votes", () => {
    for (let history = 0; history < 12; history++) {
      const { plan, liveness, commits } = run(history, mutant({ hasVoteFor: () => false }));
      assert.equal(liveness, plan.servers > 1 ? "violated" : "held");
      if (plan.servers > 1) assert.equal(commits, 0);
    }
  });

  it("shows observers each step with a state that is up to date", () => {
    let steps = 0;
    const terms = new Map<number, number>();
    const observer: ClusterObserver = {
      onStep(event) {
        steps += 1;
        assert.equal(event.step, steps);
        const { currentTerm }: Server = event.state;
        if (event.input.kind !== "start") assert.ok(currentTerm >= (terms.get(event.server) ?? 0));
        terms.set(event.server, currentTerm);
      },
      onCrash: (server) => terms.delete(server),
      onNetwork() {},
      onLink() {},
    };
    const result = run(11, core, [observer]);
    assert.equal(result.steps, steps);
  });

  it("ends with what an observer throws", () => {
    const observer: ClusterObserver = {
      onStep: () => assert.fail("seen enough"),
      onCrash() {},
      onNetwork() {},
      onLink() {},
    };
    assert.throws(() => run(0, core, [observer]), /seen enough/);
  });

  it("ends a storm of messages early", () => {
    const plan = drawFaultPlan(Random.ofHistory("42", 0).fork("plan"));
    const { phases, liveness } = runTimedHistory({
      seed: "42",
      history: 0,
      plan: {
        ...plan,
        duration: 1000 * electionTimeout,
        client: { ...plan.client, intervalMost: 2000 },
      },
      factory: core,
      observers: [],
    });
    assert.ok(phases.safety.steps >= 20_000 && phases.safety.steps < 20_100);
    assert.ok(phases.safety.time < 1000 * electionTimeout);
    assert.equal(liveness, "held");
  });
});
