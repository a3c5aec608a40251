import type {
  DurableView,
  Effect,
  Index,
  Input,
  Log,
  Role,
  ServerId,
  ServerView,
  Term,
} from "../traces/format/index.js";
import { at } from "./assert.js";

/**
 * What properties read of a whole cluster at one moment: arrays parallel to `servers`, in the paper's
 * words (Figure 2), so that a property reads `view.currentTerm[i]` as the paper writes currentTerm[i].
 * Specification, chart and implementation can all be seen through it. While `up[i]` is false, server i
 * is crashed: its other fields mean nothing, and no property reads them.
 */
export interface ClusterView {
  readonly servers: readonly ServerId[];
  readonly up: readonly boolean[];
  readonly role: readonly Role[];
  readonly currentTerm: readonly Term[];
  readonly votedFor: readonly (ServerId | null)[];
  readonly leader: readonly (ServerId | null)[];
  readonly log: readonly Log[];
  readonly commitIndex: readonly Index[];
  readonly durable: readonly DurableView[];
  readonly votesGranted: readonly (readonly ServerId[])[];
  readonly matchIndex: readonly (readonly Index[])[];
}

/** Server `server` (an offset) took `input`, which led to `effects`. An input `start` begins a life. */
export interface ClusterStep {
  readonly kind: "step";
  readonly server: number;
  readonly input: Input;
  readonly effects: readonly Effect[];
}

/** Server `server` lost its memory; of its unsynced records the first `recordsKept` reached the disk. */
export interface ClusterCrash {
  readonly kind: "crash";
  readonly server: number;
  readonly recordsKept: number;
  readonly recordsLost: number;
}

/** What happened between two cluster views. Exactly one server acts. */
export type ClusterAction = ClusterStep | ClusterCrash;

const CRASHED: ServerView = {
  role: "stopped",
  currentTerm: 0,
  votedFor: null,
  leader: null,
  log: { baseIndex: 0, baseTerm: 0, entries: [] },
  commitIndex: 0,
  durable: { currentTerm: 0, votedFor: null, lastIndex: 0 },
  leaderContact: false,
  votesGranted: [],
  preVotesGranted: [],
  heardFrom: [],
  nextIndex: [],
  matchIndex: [],
};

/**
 * The cluster as one view. `states` runs parallel to `servers`, null for a crashed server. Logs and
 * votes are copied (entries are immutable and shared), so that the view stays as it is when a server goes on.
 */
export function clusterView(
  servers: readonly ServerId[],
  states: readonly (ServerView | null)[],
): ClusterView {
  const shown = servers.map((_, server) => at(states, server) ?? CRASHED);
  return {
    servers,
    up: servers.map((_, server) => at(states, server) !== null),
    role: shown.map((state) => state.role),
    currentTerm: shown.map((state) => state.currentTerm),
    votedFor: shown.map((state) => state.votedFor),
    leader: shown.map((state) => state.leader),
    log: shown.map(({ log }) => ({ ...log, entries: [...log.entries] })),
    commitIndex: shown.map((state) => state.commitIndex),
    durable: shown.map((state) => ({ ...state.durable })),
    votesGranted: shown.map((state) => [...state.votesGranted]),
    matchIndex: shown.map((state) => [...state.matchIndex]),
  };
}

/** The view before anything has happened: every server down. */
export function initialView(servers: readonly ServerId[]): ClusterView {
  return clusterView(
    servers,
    servers.map(() => null),
  );
}

/** Offsets of the servers that run. */
export function runningServers(view: ClusterView): readonly number[] {
  return view.servers.map((_, server) => server).filter((server) => at(view.up, server));
}

/** True if the action begins a new life of its server. */
export function beginsLife(action: ClusterAction): boolean {
  return action.kind === "step" && action.input.kind === "start";
}

/** True if `action` is a step within the running life of its server, so that before and after compare. */
export function continuesLife(before: ClusterView, action: ClusterAction): action is ClusterStep {
  return action.kind === "step" && !beginsLife(action) && at(before.up, action.server);
}
