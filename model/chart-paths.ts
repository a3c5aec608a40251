import { getShortestPaths } from "xstate/graph";
import type {
  CoreInput,
  ProtocolOptions,
  Role,
  ServerConfiguration,
  ServerId,
  StartInput,
} from "../traces/format/index.js";
import { assert } from "./assert.js";
import { unbornContext } from "./chart-context.js";
import { type ChartEvent, toChartEvent } from "./chart-events.js";
import { lastIndexOf } from "./chart-log.js";
import { chartRules } from "./chart-rules.js";
import { type ChartSnapshot, createChart } from "./chart-runner.js";
import {
  type Alphabet,
  appendResponses,
  appends,
  committingHeartbeat,
  electionTimeout,
  heartbeat,
  preVotes,
  proposals,
  storage,
  storageDone,
  strangers,
  timeouts,
  voteRequests,
  voteResponses,
} from "./path-alphabet.js";
import { createRaftChart } from "./raft-chart.js";
import { TransitionCoverage, transitionOffsets } from "./transition-coverage.js";

/** A life of one server, given input by input, and the rows of the table that it takes. */
export interface ChartPath {
  /** The search that found it. */
  readonly search: string;
  readonly configuration: ServerConfiguration;
  /** From `start` on. Messages are numbered from 1, and so are the writes that complete or fail. */
  readonly inputs: readonly CoreInput[];
  /** Ids of `TransitionCoverage`, each once, in the order first taken. */
  readonly transitions: readonly string[];
}

/** One bounded exploration: a configuration and what may come in. */
interface Search {
  readonly name: string;
  readonly size: number;
  readonly options: Partial<ProtocolOptions>;
  readonly alphabets: readonly Alphabet[];
  /** Roles that are explored further; others are reached, but not left. */
  readonly roles: readonly Role[];
}

const plainOptions: ProtocolOptions = {
  preVote: false,
  checkQuorum: false,
  noOp: false,
  maxEntriesPerMessage: 2,
  maxInFlightEntries: 8,
  maxInFlightBytes: 1024,
  maxUncommittedBytes: 2,
};

const guarded: Partial<ProtocolOptions> = { preVote: true, checkQuorum: true };

/** Enough to be elected, and nothing else. */
const election: readonly Alphabet[] = [electionTimeout, storageDone, voteResponses];

/** What anyone may receive. */
const anything: readonly Alphabet[] = [
  timeouts,
  voteRequests,
  voteResponses,
  preVotes,
  appendResponses,
  proposals,
  strangers,
  storage,
];

/** The searches; between them they reach every row that can be reached. */
const searches: readonly Search[] = [
  { name: "follower", size: 3, options: guarded, roles: ["follower"], alphabets: [...anything, heartbeat] },
  { name: "follower, appends", size: 3, options: {}, roles: ["follower"], alphabets: [appends] },
  { name: "follower, plain", size: 3, options: {}, roles: ["follower"], alphabets: [electionTimeout] },
  {
    name: "alone",
    size: 1,
    options: guarded,
    roles: ["follower", "candidate"],
    alphabets: [electionTimeout, storage],
  },
  {
    name: "pre-candidate",
    size: 5,
    options: guarded,
    roles: ["follower", "preCandidate"],
    alphabets: anything,
  },
  { name: "candidate", size: 3, options: {}, roles: ["follower", "candidate"], alphabets: anything },
  {
    name: "candidate, pre-votes",
    size: 3,
    options: guarded,
    roles: ["follower", "preCandidate", "candidate"],
    alphabets: [electionTimeout, preVotes],
  },
  {
    name: "candidate, appends",
    size: 3,
    options: {},
    roles: ["follower", "candidate"],
    alphabets: [electionTimeout, appends],
  },
  {
    name: "leader, appends",
    size: 3,
    options: {},
    roles: ["follower", "candidate", "leader"],
    alphabets: [...election, committingHeartbeat, appends],
  },
  {
    name: "leader",
    size: 3,
    options: {},
    roles: ["follower", "candidate", "leader"],
    alphabets: [
      ...election,
      timeouts,
      voteRequests,
      preVotes,
      appendResponses,
      proposals,
      strangers,
      storage,
    ],
  },
  {
    name: "leader, quorum checks",
    size: 3,
    options: { checkQuorum: true },
    roles: ["follower", "candidate", "leader"],
    alphabets: [...election, timeouts, voteRequests, appendResponses],
  },
];

/** A server that has seen term 1 and holds one entry of it. */
const start: StartInput = {
  kind: "start",
  incarnation: 1,
  currentTerm: 1,
  votedFor: null,
  log: { baseIndex: 0, baseTerm: 0, entries: [{ kind: "noop", term: 1 }] },
};

// Beyond these bounds a state is reached but not left.
const termBound = 2;
const logBound = 2;
const writeBound = 1;
const searchLimit = 100_000;

function isBeyondBounds(search: Search, { value, context }: ChartSnapshot): boolean {
  const { server, writes } = context;
  return (
    (value !== "unborn" && !search.roles.includes(server.role)) ||
    server.currentTerm > termBound ||
    lastIndexOf(server.log) > logBound ||
    writes.length > writeBound
  );
}

function configurationOf(search: Search): ServerConfiguration {
  const servers: readonly ServerId[] = ["s1", "s2", "s3", "s4", "s5"].slice(0, search.size);
  return { self: "s1", servers, options: { ...plainOptions, ...search.options } };
}

/** What tells two states of a search apart: all that a guard can ask about. */
function keyOf({ value, context }: ChartSnapshot): string {
  const { server, writes } = context;
  const { self, servers, options, nextIndex, ...asked } = server;
  return JSON.stringify([value, asked, writes.map(({ records }) => records)]);
}

/** Messages and writes numbered from 1, as a driver would. */
function numbered(inputs: readonly CoreInput[]): readonly CoreInput[] {
  let messages = 0;
  let writes = 0;
  const result: CoreInput[] = [];
  for (const input of inputs) {
    switch (input.kind) {
      case "message":
        messages += 1;
        result.push({ ...input, id: messages });
        break;
      case "storageDone":
      case "storageFailed":
        writes += 1;
        result.push({ ...input, id: writes });
        break;
      case "start":
      case "timeout":
      case "propose":
        result.push(input);
        break;
    }
  }
  return result;
}

/** The events of `search`, each remembering the input it stands for. */
class SearchEvents {
  readonly #search: Search;
  readonly #configuration: ServerConfiguration;
  readonly #inputs = new Map<ChartEvent, CoreInput>();

  constructor(search: Search) {
    this.#search = search;
    this.#configuration = configurationOf(search);
  }

  after(snapshot: ChartSnapshot): readonly ChartEvent[] {
    const { context } = snapshot;
    const inputs =
      snapshot.value === "unborn" ? [start] : this.#search.alphabets.flatMap((alphabet) => alphabet(context));
    return inputs.map((input) => {
      const event = toChartEvent(this.#configuration, input);
      this.#inputs.set(event, input);
      return event;
    });
  }

  inputOf(event: ChartEvent): CoreInput {
    const input = this.#inputs.get(event);
    assert(input !== undefined, "an event of a path came from its alphabet");
    return input;
  }
}

/** For each row that `search` takes, by offset, a shortest life that ends by taking it. */
function shortestLives(search: Search): ReadonlyMap<number, readonly CoreInput[]> {
  const chart = createRaftChart(chartRules);
  const offsets = transitionOffsets(chart);
  const events = new SearchEvents(search);
  const paths = getShortestPaths(chart, {
    fromState: chart.resolveState({ value: "unborn", context: unbornContext(configurationOf(search)) }),
    events: (snapshot) => events.after(snapshot),
    serializeState: keyOf,
    stopWhen: (snapshot) => isBeyondBounds(search, snapshot),
    limit: searchLimit,
  });

  const lives = new Map<number, readonly CoreInput[]>();
  for (const path of paths) {
    for (const event of events.after(path.state)) {
      for (const transition of chart.getTransitionData(path.state, event)) {
        const offset = offsets.get(transition);
        assert(offset !== undefined, "a transition that is taken is declared");
        if (lives.has(offset)) continue;
        // The first step of a path is XState's own beginning, not an input.
        const before = path.steps.slice(1).map((step) => events.inputOf(step.event));
        lives.set(offset, [...before, events.inputOf(event)]);
      }
    }
  }
  return lives;
}

function walk(search: Search, life: readonly CoreInput[]): ChartPath {
  const configuration = configurationOf(search);
  const coverage = new TransitionCoverage();
  const chart = createChart(configuration, { coverage });
  const inputs = numbered(life);
  const transitions = new Set<string>();
  for (const input of inputs) {
    chart.step(input);
    for (const id of Object.keys(coverage.counts())) transitions.add(id);
  }
  return { search: search.name, configuration, inputs, transitions: [...transitions] };
}

/**
 * Lives of one server which together take every row of the table that a single server can be brought
 * to take by arbitrary messages. Found by `xstate/graph` over small alphabets and bounds; always the
 * same ones, in the same order.
 */
export function chartPaths(): readonly ChartPath[] {
  const found = new Map<number, ChartPath>();
  for (const search of searches) {
    for (const [offset, life] of shortestLives(search)) {
      if (!found.has(offset)) found.set(offset, walk(search, life));
    }
  }
  const longestFirst = [...found.values()].sort((left, right) => right.inputs.length - left.inputs.length);
  const taken = new Set<string>();
  return longestFirst.filter(({ transitions }) => {
    const news = transitions.filter((id) => !taken.has(id));
    for (const id of news) taken.add(id);
    return news.length > 0;
  });
}
