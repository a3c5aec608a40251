import { createServer, defaultRules } from "../../impl/core/index.js";
import type { Counts, ProtocolRules, RuleName } from "../../traces/format/index.js";
import { addCounts } from "./batch.js";
import { adjustTo } from "./needs.js";
import { runPaths } from "./paths-run.js";
import { everythingRight, type PreparedReadings, prepareReadings } from "./readings.js";
import { soakBatch } from "./soak-batch.js";

/** How often a rule was asked, and how many different answers it gave (true and false count as two). */
export interface RuleCoverage {
  readonly name: RuleName;
  readonly asked: number;
  readonly outcomes: number;
  /** Fewest outcomes of a rule that was really tested. */
  readonly expected: number;
}

/**
 * Decisions with two answers: both must have been seen. Left out are those that answer alike in every right
 * server: a candidate always yields, a failed write always stops, the guard of committed entries never refuses.
 */
const decisions: readonly RuleName[] = [
  "isNewerTerm",
  "isStaleTerm",
  "isUpToDate",
  "hasVoteFor",
  "mustProtectLeader",
  "mayGrantPreVote",
  "countsAsVote",
  "countsAsPreVote",
  "isQuorum",
  "matchesPrevious",
  "resetsElectionTimer",
  "mayAppend",
  "acceptsProposal",
  "appendsNoop",
  "isCurrentResponse",
  "hasQuorumContact",
  "mustAwaitDisk",
];

const histories = 600;

/** Runs the chart's paths and some random histories with every rule of the implementation counted. */
export function coverRules(): { readonly rules: readonly RuleCoverage[]; readonly transitions: Counts } {
  const tallies = new Map<RuleName, RuleTally>();
  const counted = countingRules(defaultRules, tallies);
  const readings: PreparedReadings = {
    ...prepareReadings(everythingRight),
    impl: (configuration) => createServer(configuration, counted),
  };
  const { transitions } = runPaths(readings);
  soakBatch(
    { seed: "coverage", first: 0, count: histories, maxCommands: 80, adjust: adjustTo({}), mutant: null },
    readings,
  );
  const rules = [...tallies].map(
    ([name, { asked, answers }]): RuleCoverage => ({
      name,
      asked,
      outcomes: answers.size,
      expected: decisions.includes(name) ? 2 : 1,
    }),
  );
  return { rules, transitions: addCounts(transitions, readings.takeTransitions()) };
}

/** How often a rule was asked, and the kinds of answers it gave. */
interface RuleTally {
  asked: number;
  readonly answers: Set<string>;
}

type AnyRule = (...parameters: readonly never[]) => unknown;

/** The same rules, each counting its calls and its different answers (of data only that there was one). */
function countingRules(rules: ProtocolRules, tallies: Map<RuleName, RuleTally>): ProtocolRules {
  const counted = (Object.entries(rules) as [RuleName, AnyRule][]).map(([name, rule]) => {
    const tally: RuleTally = { asked: 0, answers: new Set() };
    tallies.set(name, tally);
    const counting: AnyRule = (...parameters) => {
      const answer = rule(...parameters);
      tally.asked += 1;
      tally.answers.add(typeof answer === "boolean" ? String(answer) : typeof answer);
      return answer;
    };
    return [name, counting];
  });
  return Object.fromEntries(counted) as unknown as ProtocolRules;
}
