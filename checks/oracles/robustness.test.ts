import assert from "node:assert/strict";
import type { ClusterObserver, Effect, Role, Server, StepEvent } from "../../traces/format/index.js";
import { createOracles, propertyNames } from "./index.js";
import { Chance, RandomCluster } from "./testdata/random-cluster.js";

const servers = ["s1", "s2", "s3"];
const roles: readonly Role[] = ["follower", "preCandidate", "candidate", "leader", "stopped"];
const oddNumbers = [-1, 0, 1, 2, 7, 1e9, Number.NaN, Number.POSITIVE_INFINITY];

/** Shows oracles a run in which now and then something makes no sense at all. */
class DistortedRun implements ClusterObserver {
  readonly #oracles: ClusterObserver;
  readonly #chance: Chance;

  constructor(oracles: ClusterObserver, seed: number) {
    this.#oracles = oracles;
    this.#chance = new Chance(seed);
  }

  onStep(event: StepEvent): void {
    const odd = this.#chance.below(8) === 0;
    this.#oracles.onStep(
      odd ? { ...event, state: this.#state(event.state), effects: this.#effects(event) } : event,
    );
  }

  onCrash(server: number, recordsKept: number): void {
    this.#oracles.onCrash(server, this.#chance.below(9), recordsKept, 0);
  }

  onNetwork(...event: Parameters<ClusterObserver["onNetwork"]>): void {
    this.#oracles.onNetwork(...event);
  }

  onLink(...event: Parameters<ClusterObserver["onLink"]>): void {
    this.#oracles.onLink(...event);
  }

  #number(sound: number): number {
    return this.#chance.below(2) === 0 ? sound : this.#chance.pick(oddNumbers);
  }

  #state(state: Server): Server {
    const entries = state.log.entries.slice(this.#chance.below(3), this.#chance.below(30));
    return {
      ...pickServer(state),
      role: this.#chance.pick(roles),
      currentTerm: this.#number(state.currentTerm),
      votedFor: this.#chance.pick([null, "s1", "s9"]),
      log: { baseIndex: this.#chance.below(4), baseTerm: this.#chance.below(3), entries },
      commitIndex: this.#number(state.commitIndex),
      votesGranted: this.#chance.pick([[], ["s1", "s1"], ["s9"]]),
      matchIndex: this.#chance.pick([[], [5, -1], state.matchIndex]),
    };
  }

  #effects(event: StepEvent): readonly Effect[] {
    const index = this.#number(1);
    const strange = { from: "s9", to: "s8", term: this.#number(1) };
    return [
      ...event.effects,
      { kind: "apply", index, entries: [{ kind: "noop", term: this.#number(1) }] },
      { kind: "persist", records: [{ kind: "truncate", from: this.#number(1) }] },
      { kind: "persist", records: [{ kind: "append", index, entry: { kind: "noop", term: 1 } }] },
      { kind: "send", message: { kind: "requestVoteResponse", ...strange, granted: true } },
      { kind: "stopped", reason: "storageFailed" },
    ];
  }
}

/** The fields of a server that lives on: a spread would miss its getters, and keep it alive. */
function pickServer({
  self,
  servers: all,
  options,
  leader,
  durable,
  leaderContact,
  heardFrom,
  nextIndex,
}: Server) {
  const preVotesGranted: readonly string[] = [];
  return {
    self,
    servers: all,
    options,
    leader,
    durable,
    leaderContact,
    heardFrom,
    nextIndex,
    preVotesGranted,
  };
}

describe("oracles before senseless servers", () => {
  it("judge, and never fail themselves", () => {
    const found = new Set<string>();
    for (let seed = 0; seed < 150; seed++) {
      const oracles = createOracles(servers);
      const options = { seed, servers, events: 200, faults: [], biteOneIn: 1, crashOneIn: 30 };
      new RandomCluster(options, new DistortedRun(oracles, seed)).run();
      for (const finding of oracles.allFindings) {
        found.add(finding.property);
        assert.equal(finding.kind, "violation");
        assert.ok(servers.includes(finding.server));
        assert.ok(finding.message.length > 10);
      }
      const properties = oracles.allFindings.map(({ property }) => property);
      assert.equal(new Set(properties).size, properties.length, "each property is reported once");
      assert.equal(oracles.finding, oracles.allFindings[0] ?? null);
    }
    assert.deepEqual([...found].sort(), [...propertyNames].sort(), "senselessness breaks everything");
  });

  it("take no interest in the network", () => {
    const oracles = createOracles(servers);
    oracles.onNetwork("dropped", 1, 0, 0);
    oracles.onLink("cut", 0, 1, 0);
    assert.deepEqual([oracles.finding, oracles.allFindings], [null, []]);
  });
});
