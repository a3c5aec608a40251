/**
 * The peer of the explorer: a throw-away search of raft-classic for one configuration only (3 servers, 1 value,
 * terms ≤ 2, log ≤ 1, 1 message), each field put into its bits by hand, nothing checked but election safety, no
 * path kept. A state is four words: one for each server (20 bits) and one for the message in flight.
 *
 * Server: term-1 (1 bit), role (2), vote (2), log length (1), term-1 of the entry (1), commit index (1), responded
 * (3), granted (3), nextIndex-1 (3), matchIndex (3). Message: there (1), kind (2), mterm-1 (1), source (2),
 * destination (2), then what its kind says.
 */
export interface HandPackedCounts {
  readonly generated: number;
  readonly distinct: number;
  readonly depth: number;
}

const servers = 3;
const capacity = 2 ** 22;
const [voteRequest, voteAnswer, appendRequest, appendAnswer] = [0, 1, 2, 3] as const;
const leader = 2;
/** Term, vote and log: what a restart keeps. */
const durable = 1 | (3 << 3) | (3 << 5);
const twoOfThree = 0b11101000;

const table = new Int32Array(2 * capacity);
let next = new Int32Array(1 << 16);
let nextLength = 0;
let generated = 0;
let distinct = 0;
let safe = true;

/** Explores everything. */
export function exploreHandPacked(): HandPackedCounts {
  table.fill(0);
  [nextLength, generated, distinct, safe] = [0, 1, 0, true];
  keep(0, 0, 0, 0);
  let depth = 0;
  let level = new Int32Array(1 << 16);
  while (nextLength > 0 && safe) {
    const length = nextLength;
    [level, next, nextLength] = [next, level, 0];
    depth += 1;
    for (let at = 0; at < length; at += 4) {
      expand(level[at] as number, level[at + 1] as number, level[at + 2] as number, level[at + 3] as number);
    }
  }
  if (!safe) throw new Error("assertion failed: the peer's search keeps elections safe");
  return { generated, distinct, depth };
}

function expand(a: number, b: number, c: number, m: number): void {
  act(0, a, a, b, c, m);
  act(1, b, a, b, c, m);
  act(2, c, a, b, c, m);
  if (m === 0) return;
  receive(a, b, c, m);
  // Duplicated: out of bounds. Dropped.
  generated += 2;
  keep(a, b, c, 0);
}

/** What server `i` (in state `w`) may do by itself. */
function act(i: number, w: number, a: number, b: number, c: number, m: number): void {
  const role = (w >> 1) & 3;
  generated += 1;
  keepServer(i, w, w & durable, a, b, c, m, m);
  if (role !== leader) {
    generated += 1;
    if ((w & 1) === 0) keepServer(i, w, (w & ~(0x3f00 | (3 << 3) | (3 << 1))) | 3, a, b, c, m, m);
  }
  if (role === 1) campaign(i, w, a, b, c, m);
  if (role === leader) lead(i, w, a, b, c, m);
}

function campaign(i: number, w: number, a: number, b: number, c: number, m: number): void {
  const length = (w >> 5) & 1;
  const lastTerm = length === 0 ? 0 : ((w >> 6) & 1) + 1;
  for (let j = 0; j < servers; j += 1) {
    if (((w >> (8 + j)) & 1) === 1) continue;
    generated += 1;
    if (m === 0) keep(a, b, c, envelope(voteRequest, w & 1, i, j) | (lastTerm << 8) | (length << 10));
  }
  if (((twoOfThree >> ((w >> 11) & 7)) & 1) === 0) return;
  generated += 1;
  keepServer(i, w, (w & ~((3 << 1) | (0x3f << 14))) | (leader << 1) | (length * (7 << 14)), a, b, c, m, m);
}

function lead(i: number, w: number, a: number, b: number, c: number, m: number): void {
  const length = (w >> 5) & 1;
  const entryTerm = (w >> 6) & 1;
  generated += 2;
  if (length === 0) keepServer(i, w, w | (1 << 5) | ((w & 1) << 6), a, b, c, m, m);
  const agree = ((w >> 17) & 7) | (1 << i);
  if (length === 1 && entryTerm === (w & 1) && ((twoOfThree >> agree) & 1) === 1) {
    keepServer(i, w, w | (1 << 7), a, b, c, m, m);
  }
  for (let j = 0; j < servers; j += 1) {
    if (j === i) continue;
    generated += 1;
    if (m !== 0) continue;
    const previous = (w >> (14 + j)) & 1;
    const previousTerm = previous === 0 ? 0 : entryTerm + 1;
    const entries = previous === 0 ? length | (entryTerm << 1) : 0;
    const commit = (w >> 7) & length;
    const fields = previous | (previousTerm << 1) | (entries << 3) | (commit << 5);
    keep(a, b, c, envelope(appendRequest, w & 1, i, j) | (fields << 8));
  }
}

function receive(a: number, b: number, c: number, m: number): void {
  const i = (m >> 6) & 3;
  const j = (m >> 4) & 3;
  const w = i === 0 ? a : i === 1 ? b : c;
  const mterm = (m >> 3) & 1;
  const term = w & 1;
  if (mterm > term) {
    generated += 1;
    keepServer(i, w, (w & ~((3 << 1) | (3 << 3))) | 1, a, b, c, m, m);
    return;
  }
  switch ((m >> 1) & 3) {
    case voteRequest: {
      generated += 1;
      const length = (w >> 5) & 1;
      const lastTerm = length === 0 ? 0 : ((w >> 6) & 1) + 1;
      const [theirs, index] = [(m >> 8) & 3, (m >> 10) & 1];
      const vote = (w >> 3) & 3;
      const fits = theirs > lastTerm || (theirs === lastTerm && index >= length);
      const grant = mterm === term && fits && (vote === 0 || vote === j + 1) ? 1 : 0;
      const after = grant === 1 ? (w & ~(3 << 3)) | ((j + 1) << 3) : w;
      keepServer(i, w, after, a, b, c, m, envelope(voteAnswer, term, i, j) | (grant << 8));
      return;
    }
    case voteAnswer: {
      generated += 1;
      const heard = (1 << (8 + j)) | (((m >> 8) & 1) << (11 + j));
      keepServer(i, w, mterm < term ? w : w | heard, a, b, c, m, 0);
      return;
    }
    case appendRequest:
      append(i, j, w, a, b, c, m);
      return;
    default: {
      generated += 1;
      const match = ((m >> 9) & 1) * ((1 << (14 + j)) | (1 << (17 + j)));
      const cleared = w & ~(1 << (14 + j));
      const answered = ((m >> 8) & 1) === 1 ? (cleared & ~(1 << (17 + j))) | match : cleared;
      keepServer(i, w, mterm < term ? w : answered, a, b, c, m, 0);
    }
  }
}

function append(i: number, j: number, w: number, a: number, b: number, c: number, m: number): void {
  const role = (w >> 1) & 3;
  const isCurrent = ((m >> 3) & 1) === (w & 1);
  if (isCurrent && role === leader) return;
  generated += 1;
  const answer = envelope(appendAnswer, w & 1, i, j);
  const length = (w >> 5) & 1;
  const entryTerm = (w >> 6) & 1;
  const previous = (m >> 8) & 1;
  const fits = previous === 0 || (length === 1 && entryTerm + 1 === ((m >> 9) & 3));
  const has = (m >> 11) & 1;
  const theirTerm = (m >> 12) & 1;
  if (!isCurrent || (role === 0 && !fits)) keepServer(i, w, w, a, b, c, m, answer);
  else if (role === 1) keepServer(i, w, w & ~(3 << 1), a, b, c, m, m);
  else if (has === 0 || (length === 1 && entryTerm === theirTerm)) {
    const after = (w & ~(1 << 7)) | (((m >> 13) & 1) << 7);
    keepServer(i, w, after, a, b, c, m, answer | (1 << 8) | ((previous + has) << 9));
  } else if (length === 1) keepServer(i, w, w & ~(3 << 5), a, b, c, m, m);
  else keepServer(i, w, w | (1 << 5) | (theirTerm << 6), a, b, c, m, m);
}

function envelope(kind: number, term: number, source: number, target: number): number {
  return 1 | (kind << 1) | (term << 3) | (source << 4) | (target << 6);
}

/** Keeps the state in which server `i` and the message are other ones, unless both are what they were. */
function keepServer(
  i: number,
  before: number,
  after: number,
  a: number,
  b: number,
  c: number,
  m: number,
  message: number,
): void {
  if (before === after && m === message) return;
  keep(i === 0 ? after : a, i === 1 ? after : b, i === 2 ? after : c, message);
}

function keep(a: number, b: number, c: number, m: number): void {
  let low = Math.imul(a ^ Math.imul(b, 0x85ebca6b), 0x9e3779b1) ^ Math.imul(c, 0xc2b2ae35) ^ m;
  low = Math.imul(low ^ (low >>> 15), 0x2c1b3c6d);
  low ^= low >>> 13;
  let high = Math.imul(a + Math.imul(c, 0x27d4eb2f), 0x165667b1) ^ Math.imul(b + (m << 17), 0x9e3779b1);
  high = Math.imul(high ^ (high >>> 16), 0x297a2d39) | 1;
  let place = (low & (capacity - 1)) << 1;
  while (table[place + 1] !== 0) {
    if (table[place] === low && table[place + 1] === high) return;
    place = (place + 2) & (2 * capacity - 1);
  }
  table[place] = low;
  table[place + 1] = high;
  distinct += 1;
  if (isTwice(a, b) || isTwice(b, c) || isTwice(a, c)) safe = false;
  if (nextLength === next.length) {
    const larger = new Int32Array(2 * nextLength);
    larger.set(next);
    next = larger;
  }
  next[nextLength] = a;
  next[nextLength + 1] = b;
  next[nextLength + 2] = c;
  next[nextLength + 3] = m;
  nextLength += 4;
}

/** Both lead, and in one term. */
function isTwice(left: number, right: number): boolean {
  return (left & 6) === 4 && (right & 6) === 4 && ((left ^ right) & 1) === 0;
}
