import { action, Candidate, Follower, type Received, received, type State } from "./variables.js";

type Request = Received<"AppendEntriesRequest">;

/** logOk: the receiver's log has the entry that the new ones follow. */
function logOk(state: State, m: Request): boolean {
  const log = state.log[m.mdest];
  return (
    m.mprevLogIndex === 0 ||
    (m.mprevLogIndex <= log.length && log.at(m.mprevLogIndex).term === m.mprevLogTerm)
  );
}

/** The message is of the receiver's term, the receiver a follower whose log fits. */
function isAccepted(state: State, m: Request): boolean {
  const i = m.mdest;
  return m.mterm === state.currentTerm[i] && state.state[i] === Follower && logOk(state, m);
}

function isDone(state: State, m: Request): boolean {
  const log = state.log[m.mdest];
  const index = m.mprevLogIndex + 1;
  const [entry] = m.mentries;
  return entry === undefined || (log.length >= index && log.at(index).term === entry.term);
}

/** Rejects a request of an earlier term, or one that does not fit a follower's log. */
export const rejectAppendEntriesRequest = () =>
  action({
    name: "RejectAppendEntriesRequest",
    citation: "raft.tla HandleAppendEntriesRequest(i, j, m), reject request; §5.1, §5.3",
    parameters: [received("AppendEntriesRequest")],
    changes: ["messages"],
    guard: (state, m) => {
      const i = m.mdest;
      if (m.mterm < state.currentTerm[i]) return true;
      return m.mterm === state.currentTerm[i] && state.state[i] === Follower && !logOk(state, m);
    },
    effect: (state, m) => {
      const { mdest: i, msource: j } = m;
      state.messages.discard(m);
      state.messages.send("AppendEntriesResponse", {
        mterm: state.currentTerm[i],
        msuccess: 0,
        mmatchIndex: 0,
        msource: i,
        mdest: j,
      });
    },
  });

/** A candidate hears of its term's leader; the message stays to be handled by the follower. */
export const returnToFollowerState = () =>
  action({
    name: "ReturnToFollowerState",
    citation: "raft.tla HandleAppendEntriesRequest(i, j, m), return to follower state; §5.2",
    parameters: [received("AppendEntriesRequest")],
    changes: ["state"],
    of: "m.mdest",
    guard: (state, m) => m.mterm === state.currentTerm[m.mdest] && state.state[m.mdest] === Candidate,
    effect: (state, m) => {
      state.state[m.mdest] = Follower;
    },
  });

/** The log has what the request brings: the follower takes the commit index over, even a lower one. */
export const alreadyDoneWithRequest = () =>
  action({
    name: "AlreadyDoneWithRequest",
    citation: "raft.tla HandleAppendEntriesRequest(i, j, m), already done with request; §5.3",
    parameters: [received("AppendEntriesRequest")],
    changes: ["commitIndex", "messages"],
    of: "m.mdest",
    guard: (state, m) => isAccepted(state, m) && isDone(state, m),
    effect: (state, m) => {
      const { mdest: i, msource: j } = m;
      state.commitIndex[i] = m.mcommitIndex;
      state.messages.discard(m);
      state.messages.send("AppendEntriesResponse", {
        mterm: state.currentTerm[i],
        msuccess: 1,
        mmatchIndex: m.mprevLogIndex + m.mentries.length,
        msource: i,
        mdest: j,
      });
    },
  });

/** An entry conflicts: the follower drops the last one of its log; the message stays. */
export const conflictRemoveEntry = () =>
  action({
    name: "ConflictRemoveEntry",
    citation: "raft.tla HandleAppendEntriesRequest(i, j, m), conflict: remove 1 entry; §5.3",
    parameters: [received("AppendEntriesRequest")],
    changes: ["log"],
    of: "m.mdest",
    guard: (state, m) =>
      isAccepted(state, m) && !isDone(state, m) && state.log[m.mdest].length >= m.mprevLogIndex + 1,
    effect: (state, m) => {
      const log = state.log[m.mdest];
      log.truncateFrom(log.length);
    },
  });

/** The entry is the next one of the log: the follower appends it; the message stays. */
export const noConflictAppendEntry = () =>
  action({
    name: "NoConflictAppendEntry",
    citation: "raft.tla HandleAppendEntriesRequest(i, j, m), no conflict: append entry; §5.3",
    parameters: [received("AppendEntriesRequest")],
    changes: ["log"],
    of: "m.mdest",
    guard: (state, m) =>
      m.mentries.length > 0 && isAccepted(state, m) && state.log[m.mdest].length === m.mprevLogIndex,
    effect: (state, m) => {
      for (const entry of m.mentries) state.log[m.mdest].append(entry);
    },
  });
