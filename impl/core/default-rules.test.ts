import assert from "node:assert/strict";
import fc from "fast-check";
import type { ProtocolRules, RuleName } from "../../traces/format/index.js";
import { defaultRules } from "./index.js";
import { TestCluster } from "./test-cluster.js";
import { plainOptions, startLeader, startServer, threeServers, voteRequest } from "./test-server.js";

type AnyRule = (...given: readonly unknown[]) => unknown;

const ruleNames = Object.keys(defaultRules) as RuleName[];

/** A copy of the rules with one of them wrapped. */
function withRule(name: RuleName, wrap: (rule: AnyRule) => AnyRule): ProtocolRules {
  return { ...defaultRules, [name]: wrap(defaultRules[name] as AnyRule) };
}

/** Makes something wrong, but of the right type, of what a rule said. */
function twist(value: unknown, how: number): unknown {
  if (typeof value === "boolean") {
    return [true, false, !value][how % 3];
  }
  if (typeof value === "number") {
    return [0, value - 1, value + 1, value + 100][how % 4];
  }
  if (Array.isArray(value)) {
    return [[], [...value, ...value], value.slice(1)][how % 3];
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [key, typeof part === "number" ? twist(part, how) : part]),
    );
  }
  return [null, "s2", "s3"][how % 3];
}

function runHistory(
  rules: ProtocolRules,
  history: readonly (readonly [number, number])[],
  on: boolean,
): void {
  const options = { ...plainOptions, preVote: on, checkQuorum: true, noOp: true, maxInFlightEntries: 4 };
  const cluster = new TestCluster({ ids: threeServers, options, rules });
  for (let offset = 0; offset < 12; offset += 1) {
    cluster.expire(offset % 3, "leaderContact");
    cluster.expire(offset % 3, "election");
    for (let event = 0; event < 12; event += 1) {
      cluster.act(event % 2 === 0 ? 0 : 60, event >> 1);
    }
  }
  for (const [choice, pick] of history) {
    cluster.act(choice, pick);
  }
}

const anyHistory = fc.array(fc.tuple(fc.nat(99), fc.nat(999)), {
  minLength: 50,
  maxLength: 150,
  size: "max",
});

describe("rules", () => {
  it("are all asked in the course of ordinary histories", () => {
    const asked = new Set<string>();
    const rules = Object.fromEntries(
      ruleNames.map((name) => [
        name,
        (...given: readonly unknown[]) => {
          asked.add(name);
          return (defaultRules[name] as AnyRule)(...given);
        },
      ]),
    ) as unknown as ProtocolRules;
    fc.assert(
      fc.property(anyHistory, (history) => runHistory(rules, history, true)),
      { numRuns: 60 },
    );
    const server = startServer({ rules });
    server.step({ kind: "message", id: 1, message: voteRequest({}) });
    server.step({ kind: "storageFailed", id: 1 });
    const leader = startLeader({ rules, options: { checkQuorum: true } });
    leader.step({ kind: "timeout", timer: "quorumCheck" });
    assert.deepEqual(
      ruleNames.filter((name) => !asked.has(name)),
      [],
    );
  });

  for (const name of ruleNames) {
    it(`may be wrong without bringing the program down: ${name}`, () => {
      fc.assert(
        fc.property(fc.nat(11), fc.nat(3), fc.boolean(), anyHistory, (how, rarely, on, history) => {
          let calls = 0;
          const wrong = withRule(name, (rule) => (...given) => {
            calls += 1;
            const right = rule(...given);
            return calls % (rarely + 1) === 0 ? twist(right, how) : right;
          });
          runHistory(wrong, history, on);
        }),
        { numRuns: 20 },
      );
    });
  }
});
