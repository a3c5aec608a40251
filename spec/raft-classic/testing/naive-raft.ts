/**
 * The published module read a second time, for tests: plain objects, the bag as a list of copies, nothing
 * shared with the specification. Slow and obvious.
 */
export interface NaiveBounds {
  readonly servers: number;
  readonly values: number;
  readonly maxTerm: number;
  readonly maxLog: number;
  readonly maxInFlight: number;
  readonly maxCopies: number;
}

export interface Entry {
  term: number;
  value: string;
}

export interface Letter {
  kind: string;
  mterm: number;
  msource: string;
  mdest: string;
  [field: string]: unknown;
}

export interface Peer {
  term: number;
  role: "Follower" | "Candidate" | "Leader";
  vote: string | null;
  log: Entry[];
  commit: number;
  responded: string[];
  granted: string[];
  next: { [peer: string]: number };
  match: { [peer: string]: number };
}

export interface NaiveState {
  peers: { [name: string]: Peer };
  letters: Letter[];
}

type Names = readonly string[];

const namesOf = (prefix: string, size: number): Names =>
  Array.from({ length: size }, (_, k) => `${prefix}${k + 1}`);

function fill<T>(names: Names, value: () => T): { [name: string]: T } {
  return Object.fromEntries(names.map((name) => [name, value()]));
}

export function naiveInitial({ servers }: NaiveBounds): NaiveState {
  const names = namesOf("s", servers);
  return {
    letters: [],
    peers: fill(names, () => ({
      ...{ term: 1, role: "Follower" as const, vote: null, log: [], commit: 0, responded: [], granted: [] },
      ...{ next: fill(names, () => 1), match: fill(names, () => 0) },
    })),
  };
}

/** Every successor, self-loops and those out of bounds included. */
export function naiveSuccessors(state: NaiveState, bounds: NaiveBounds): NaiveState[] {
  const names = namesOf("s", bounds.servers);
  const found: NaiveState[] = [];
  const branch = (change: (copy: NaiveState) => void): void => {
    const copy = structuredClone(state);
    change(copy);
    found.push(copy);
  };
  for (const name of names) serverSteps(state, bounds, names, name, branch);
  const different = new Map(state.letters.map((letter) => [canonical(letter), letter]));
  for (const letter of different.values()) {
    receive(state, letter, branch);
    branch((copy) => copy.letters.push(structuredClone(letter)));
    branch((copy) => remove(copy, letter));
  }
  return found;
}

export function isWithin({ peers, letters }: NaiveState, bounds: NaiveBounds): boolean {
  return (
    Object.values(peers).every((peer) => peer.term <= bounds.maxTerm && peer.log.length <= bounds.maxLog) &&
    letters.length <= bounds.maxInFlight &&
    copiesOf(letters).every(({ copies }) => copies <= bounds.maxCopies)
  );
}

function copiesOf(letters: readonly Letter[]): { letter: Letter; copies: number }[] {
  const texts = letters.map(canonical);
  return letters.flatMap((letter, offset) => {
    const text = texts[offset];
    const copies = texts.filter((one) => one === text).length;
    return texts.indexOf(text as string) === offset ? [{ letter, copies }] : [];
  });
}

type Branch = (change: (copy: NaiveState) => void) => void;

const peerIn = (state: NaiveState, name: string): Peer => state.peers[name] as Peer;
const lastTermOf = (log: readonly Entry[]): number => log.at(-1)?.term ?? 0;
const isMajority = (count: number, of: number): boolean => count > of / 2;

function serverSteps(
  state: NaiveState,
  bounds: NaiveBounds,
  names: Names,
  name: string,
  branch: Branch,
): void {
  const me = peerIn(state, name);
  branch((copy) => {
    const volatile = { role: "Follower" as const, commit: 0, responded: [], granted: [] };
    Object.assign(peerIn(copy, name), volatile, { next: fill(names, () => 1), match: fill(names, () => 0) });
  });
  if (me.role !== "Leader") {
    branch((copy) => {
      const standing = { role: "Candidate" as const, vote: null, responded: [], granted: [] };
      Object.assign(peerIn(copy, name), standing, { term: me.term + 1 });
    });
  }
  if (me.role === "Candidate") {
    for (const peer of names.filter((one) => !me.responded.includes(one))) {
      const log = { mlastLogTerm: lastTermOf(me.log), mlastLogIndex: me.log.length };
      branch((copy) => {
        copy.letters.push({ kind: "RequestVoteRequest", mterm: me.term, ...log, msource: name, mdest: peer });
      });
    }
    if (isMajority(me.granted.length, names.length)) {
      branch((copy) => {
        const indices = { next: fill(names, () => me.log.length + 1), match: fill(names, () => 0) };
        Object.assign(peerIn(copy, name), { role: "Leader" as const }, indices);
      });
    }
  }
  if (me.role === "Leader") leaderSteps(me, bounds, names, name, branch);
}

function leaderSteps(me: Peer, bounds: NaiveBounds, names: Names, name: string, branch: Branch): void {
  for (const value of namesOf("v", bounds.values)) {
    branch((copy) => peerIn(copy, name).log.push({ term: me.term, value }));
  }
  const agreed = me.log.flatMap((entry, offset) => {
    const holders = names.filter((one) => one === name || (me.match[one] as number) >= offset + 1);
    return isMajority(holders.length, names.length) ? [{ index: offset + 1, term: entry.term }] : [];
  });
  const highest = agreed.at(-1);
  branch((copy) => {
    if (highest?.term === me.term) peerIn(copy, name).commit = highest.index;
  });
  for (const peer of names.filter((one) => one !== name)) {
    const next = me.next[peer] as number;
    branch((copy) => {
      copy.letters.push({
        kind: "AppendEntriesRequest",
        mterm: me.term,
        mprevLogIndex: next - 1,
        mprevLogTerm: me.log[next - 2]?.term ?? 0,
        mentries: me.log.slice(next - 1, next),
        mcommitIndex: Math.min(me.commit, me.log.length, next),
        ...{ msource: name, mdest: peer },
      });
    });
  }
}

function receive(state: NaiveState, letter: Letter, branch: Branch): void {
  const { mdest, msource, mterm, kind } = letter;
  const me = peerIn(state, mdest);
  if (mterm > me.term) {
    branch((copy) => {
      Object.assign(peerIn(copy, mdest), { term: mterm, role: "Follower" as const, vote: null });
    });
    return;
  }
  const isAnswer = kind.endsWith("Response");
  if (isAnswer && mterm < me.term) {
    branch((copy) => remove(copy, letter));
    return;
  }
  if (kind === "AppendEntriesRequest") {
    receiveEntries(me, letter, branch);
    return;
  }
  branch((copy) => {
    const mine = peerIn(copy, mdest);
    remove(copy, letter);
    if (kind === "RequestVoteRequest") {
      const [last, length] = [letter.mlastLogTerm as number, letter.mlastLogIndex as number];
      const behind = last < lastTermOf(me.log) || (last === lastTermOf(me.log) && length < me.log.length);
      const granted = mterm === me.term && !behind && [null, msource].includes(me.vote);
      if (granted) mine.vote = msource;
      answer(copy, letter, { kind: "RequestVoteResponse", mterm: me.term, mvoteGranted: granted });
    } else if (kind === "RequestVoteResponse") {
      mine.responded = [...new Set([...mine.responded, msource])];
      if (letter.mvoteGranted === true) mine.granted = [...new Set([...mine.granted, msource])];
    } else if (letter.msuccess === true) {
      mine.next[msource] = (letter.mmatchIndex as number) + 1;
      mine.match[msource] = letter.mmatchIndex as number;
    } else {
      mine.next[msource] = Math.max(1, (me.next[msource] as number) - 1);
    }
  });
}

function receiveEntries(me: Peer, letter: Letter, branch: Branch): void {
  const { mdest, mterm } = letter;
  const previous = letter.mprevLogIndex as number;
  const [entry] = letter.mentries as Entry[];
  const fits = previous === 0 || me.log[previous - 1]?.term === letter.mprevLogTerm;
  const reply = (copy: NaiveState, msuccess: boolean, mmatchIndex: number): void => {
    remove(copy, letter);
    answer(copy, letter, { kind: "AppendEntriesResponse", mterm: me.term, msuccess, mmatchIndex });
  };
  const present = me.log[previous];
  if (mterm < me.term || (me.role === "Follower" && !fits)) branch((copy) => reply(copy, false, 0));
  else if (me.role === "Candidate") {
    branch((copy) => {
      peerIn(copy, mdest).role = "Follower";
    });
  } else if (me.role === "Leader") return;
  else if (entry === undefined || present?.term === entry.term) {
    branch((copy) => {
      peerIn(copy, mdest).commit = letter.mcommitIndex as number;
      reply(copy, true, previous + (entry === undefined ? 0 : 1));
    });
  } else if (present !== undefined) branch((copy) => peerIn(copy, mdest).log.pop());
  else if (me.log.length === previous) branch((copy) => peerIn(copy, mdest).log.push({ ...entry }));
}

function answer(
  copy: NaiveState,
  { msource, mdest }: Letter,
  body: { kind: string; mterm: number; [field: string]: unknown },
): void {
  copy.letters.push({ ...body, msource: mdest, mdest: msource });
}

function remove(state: NaiveState, letter: Letter): void {
  const key = canonical(letter);
  state.letters.splice(
    state.letters.findIndex((one) => canonical(one) === key),
    1,
  );
}

/** Text that is equal for equal values, whatever the order of their fields. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${fields.map(([name, field]) => `${name}:${canonical(field)}`).join()}}`;
}

/** A state in the JSON form of the specification. */
export function naiveJson({ peers, letters }: NaiveState): {
  readonly messages: readonly object[];
  readonly [variable: string]: unknown;
} {
  const per = (of: (peer: Peer) => unknown) =>
    Object.fromEntries(Object.entries(peers).map(([k, peer]) => [k, of(peer)]));
  const bag = copiesOf(letters).map(({ letter, copies }) => ({ ...letter, copies }));
  return {
    currentTerm: per((peer) => peer.term),
    state: per((peer) => peer.role),
    votedFor: per((peer) => peer.vote),
    log: per((peer) => peer.log),
    commitIndex: per((peer) => peer.commit),
    votesResponded: per((peer) => peer.responded.toSorted()),
    votesGranted: per((peer) => peer.granted.toSorted()),
    nextIndex: per((peer) => peer.next),
    matchIndex: per((peer) => peer.match),
    messages: bag,
  };
}

/** The same as text: equal for equal states. */
export function naiveText(state: NaiveState): string {
  const { messages, ...others } = naiveJson(state);
  return canonical({ ...others, messages: messages.map(canonical).sort() });
}
