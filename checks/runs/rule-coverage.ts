import { createServer, defaultRules } from "../../impl/core/index.js";
import { createChart, TransitionCoverage } from "../../model/index.js";
import type { Counts, ProtocolRules, RuleName } from "../../traces/format/index.js";
import { addCounts } from "./batch.js";
import { adjustTo } from "./needs.js";
import { runPaths } from "./paths-run.js";
import { everythingRight, prepareReadings } from "./readings.js";
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
  const asked = new Map<string, { asked: number; answers: Set<string> }>();
  const counted = countingRules(defaultRules, asked);
  const coverage = new TransitionCoverage();
  const right = prepareReadings(everythingRight);
  const readings = {
    ...right,
    impl: (configuration: Parameters<typeof createServer>[0]) => createServer(configuration, counted),
    chart: (configuration: Parameters<typeof createChart>[0]) => createChart(configuration, { coverage }),
    takeTransitions: () => coverage.counts(),
  };
  runPaths(readings);
  soakBatch(
    { seed: "coverage", first: 0, count: histories, maxCommands: 80, adjust: adjustTo({}), mutant: null },
    readings,
  );
  const rules = (Object.keys(defaultRules) as RuleName[]).map((name): RuleCoverage => {
    const tally = asked.get(name);
    return {
      name,
      asked: tally?.asked ?? 0,
      outcomes: tally?.answers.size ?? 0,
      expected: decisions.includes(name) ? 2 : 1,
    };
  });
  return { rules, transitions: addCounts({}, coverage.counts()) };
}

type AnyRule = (...parameters: readonly never[]) => unknown;

/** The same rules, each counting its calls and its different answers (of data only that there was one). */
function countingRules(
  rules: ProtocolRules,
  asked: Map<string, { asked: number; answers: Set<string> }>,
): ProtocolRules {
  const counted = Object.entries(rules).map(([name, rule]: [string, AnyRule]) => {
    const tally = { asked: 0, answers: new Set<string>() };
    asked.set(name, tally);
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
