import {
  actionOf,
  type ConstantValues,
  element,
  type Message,
  type Model,
  message,
  messageSet,
  optional,
  per,
  range,
  type Sort,
  type StateOf,
  type Subset,
  sort,
} from "../machine/index.js";
import { quorumsOf } from "../voting/index.js";
import type { rules } from "./rules.js";

export const constants = {
  acceptors: { default: 3, low: 1, high: 7, meaning: "how many acceptors" },
  values: { default: 2, low: 1, high: 15, meaning: "how many values" },
  maxBallot: { default: 1, low: 0, high: 14, meaning: "the highest ballot explored; the first is 0" },
  phase1Quorum: {
    default: 0,
    low: 0,
    high: 7,
    meaning: "answers that end phase 1; 0: the smallest majority",
  },
  phase2Quorum: {
    default: 0,
    low: 0,
    high: 7,
    meaning: "votes that choose a value; 0: the smallest majority",
  },
} as const;

export function sorts({ acceptors, values }: ConstantValues<typeof constants>) {
  return { acceptors: sort("acceptors", acceptors, "a"), values: sort("values", values, "v") };
}

/** Paxos.tla: what each acceptor promised and last voted for, and every message ever sent. */
export function variables(
  { maxBallot }: ConstantValues<typeof constants>,
  { acceptors, values }: { readonly acceptors: Sort; readonly values: Sort },
) {
  const bal = range(0, maxBallot);
  const balOrNone = range(-1, maxBallot);
  return {
    maxBal: per(acceptors, balOrNone),
    maxVBal: per(acceptors, balOrNone),
    maxVal: per(acceptors, optional(values)),
    msgs: messageSet({
      "1a": { bal },
      "1b": { acc: element(acceptors), bal, mbal: balOrNone, mval: optional(values) },
      "2a": { bal, val: element(values) },
      "2b": { acc: element(acceptors), bal, val: element(values) },
    }),
  };
}

type Declared = ReturnType<typeof variables>;
type Kinds = Declared["msgs"]["kinds"];
export type PaxosState = StateOf<Declared>;
export type PaxosModel = Model<typeof constants, ReturnType<typeof sorts>, typeof rules>;

/** A message of one kind. */
export type Sent<K extends keyof Kinds> = Message<Kinds, K>;

/** Builds the actions of this specification. */
export const action = actionOf<PaxosState>();

/** Each message of one kind that was ever sent. */
export function sent<const K extends keyof Kinds & string>(kind: K) {
  return message<Sent<K>>("m", "msgs", kind);
}

/** The sets of acceptors whose answers end phase 1. */
export function phase1Quorums({
  constants: { phase1Quorum, acceptors },
  sorts,
  rules,
}: PaxosModel): readonly Subset[] {
  return quorumsOf(sorts.acceptors, phase1Quorum || rules.quorumSize(acceptors));
}

/** The sets of acceptors whose votes choose. */
export function phase2Quorums({
  constants: { phase2Quorum, acceptors },
  sorts,
  rules,
}: PaxosModel): readonly Subset[] {
  return quorumsOf(sorts.acceptors, phase2Quorum || rules.quorumSize(acceptors));
}
