import { lastIndex } from "./log-reading.js";
import { type Mutant, mutant } from "./mutant.js";

/** Faults of durability: what is written, what waits for it, what a failure does. */
export const durabilityMutants: readonly Mutant[] = [
  mutant({
    id: "D1",
    fault: "a follower acknowledges before its write is synced",
    seenIn: "NATS 2.12.1, PySyncObj #84, yugabyte #32875",
    class: 2,
    needs: { slowDisks: true, profiles: [7, 4] },
    expected: "durableBeforeReply",
    shortestKnown: 3,
    change: (right) => ({
      mustAwaitDisk: (message) => message.kind !== "appendEntriesResponse" && right.mustAwaitDisk(message),
    }),
  }),
  mutant({
    id: "D2",
    fault: "a leader counts its own entry before its write is synced",
    seenIn: "etcd #14370",
    class: 2,
    needs: { slowDisks: true, profiles: [7, 4] },
    expected: "committedOnMajority",
    shortestKnown: 1,
    change: () => ({ ownMatchIndex: (server) => lastIndex(server) }),
  }),
  mutant({
    id: "D7",
    fault: "a failed write is ignored: the entries stay in memory and are acknowledged",
    seenIn: "canonical/raft 857e17e, SOFAJRaft #1241",
    class: 1,
    needs: { slowDisks: true, profiles: [7] },
    expected: "durableBeforeReply",
    shortestKnown: 2,
    change: () => ({ stopsOnStorageFailure: () => false }),
  }),
  mutant({
    id: "X14",
    fault: "a vote is granted before it is synced",
    seenIn: "raft-java #57, SOFAJRaft",
    class: 1,
    needs: { slowDisks: true, profiles: [7, 4] },
    expected: "durableBeforeReply",
    shortestKnown: 2,
    change: (right) => ({
      mustAwaitDisk: (message) => message.kind !== "requestVoteResponse" && right.mustAwaitDisk(message),
    }),
  }),
  mutant({
    id: "V19",
    fault: "a candidate asks for votes before its term and vote are synced",
    seenIn: "canonical/raft a54636b, SOFAJRaft ElectSelfPersistOrder",
    class: 1,
    needs: { slowDisks: true, profiles: [7, 4] },
    expected: "durableBeforeReply",
    shortestKnown: 1,
    change: (right) => ({
      mustAwaitDisk: (message) => message.kind !== "requestVote" && right.mustAwaitDisk(message),
    }),
  }),
  mutant({
    id: "M60",
    fault: "entries are not written to the disk",
    seenIn: "peterbourgon/raft (only at commit), quiz Q6b",
    class: 1,
    needs: { profiles: [4] },
    expected: "durableBeforeReply",
    shortestKnown: 3,
    change: (right) => ({
      recordsToPersist: (server, change) =>
        right.recordsToPersist(server, change).filter((record) => record.kind === "hardState"),
    }),
  }),
];
