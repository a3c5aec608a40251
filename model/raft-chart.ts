import type { ProtocolRules } from "../traces/format/index.js";
import { candidate } from "./candidate-state.js";
import { unbornContext } from "./chart-context.js";
import { chartRules } from "./chart-rules.js";
import { follower } from "./follower-state.js";
import { leader } from "./leader-state.js";
import { actionsFor, guardsFor, raftSetup } from "./raft-setup.js";

/**
 * The role of a Raft server as a table: what each state does on each input (paper Figures 2 and 4).
 * `unborn` is a server before its `start`; `candidate.preVote` is the role preCandidate,
 * `candidate.vote` the role candidate.
 */
export const baseChart = raftSetup.createMachine({
  id: "raft",
  context: ({ input }) => unbornContext(input),
  initial: "unborn",
  states: {
    unborn: {
      id: "unborn",
      on: { start: { description: "started", target: "#follower", actions: "start" } },
    },
    follower,
    candidate,
    leader,
    stopped: {
      id: "stopped",
      on: { "*": { description: "ignored" } },
    },
  },
});

/** A Raft statechart, whatever its rules. */
export type RaftChart = typeof baseChart;

const charts = new WeakMap<ProtocolRules, RaftChart>();

/** The chart deciding by `rules`; made once for each record of rules. */
export function createRaftChart(rules: ProtocolRules = chartRules): RaftChart {
  const known = charts.get(rules);
  if (known !== undefined) return known;
  const chart = baseChart.provide({ guards: guardsFor(rules), actions: actionsFor(rules) });
  charts.set(rules, chart);
  return chart;
}
