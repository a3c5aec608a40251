/**
 * Voting.tla read a second time, for tests: votes as sets of pairs, quorums and witnesses found as the
 * module words it, nothing shared with the specification. Slow and obvious.
 */
export interface NaiveVoting {
  readonly votes: readonly (readonly (readonly [ballot: number, value: number])[])[];
  readonly maxBal: readonly number[];
}

interface Bounds {
  readonly acceptors: number;
  readonly values: number;
  readonly maxBallot: number;
}

const upTo = (count: number): readonly number[] => [...Array(count).keys()];

/** The initial state: no votes, no promises. */
export function naiveStart({ acceptors }: Bounds): NaiveVoting {
  return { votes: upTo(acceptors).map(() => []), maxBal: upTo(acceptors).map(() => -1) };
}

function pairs(acceptors: number): readonly (readonly number[])[] {
  const size = Math.floor(acceptors / 2) + 1;
  return upTo(2 ** acceptors)
    .map((mask) => upTo(acceptors).filter((a) => Math.floor(mask / 2 ** a) % 2 === 1))
    .filter((members) => members.length === size);
}

function voted(state: NaiveVoting, a: number, ballot: number): number | undefined {
  return state.votes[a]?.find(([b]) => b === ballot)?.[1];
}

/** How many witnesses ShowsSafeAt(Q, b, v) has, over all quorums. */
function witnesses(state: NaiveVoting, bounds: Bounds, ballot: number, value: number): number {
  let count = 0;
  for (const quorum of pairs(bounds.acceptors)) {
    if (!quorum.every((a) => (state.maxBal[a] ?? -1) >= ballot)) continue;
    for (let last = -1; last < ballot; last += 1) {
      const silent = quorum.every((a) =>
        upTo(ballot).every((b) => b <= last || voted(state, a, b) === undefined),
      );
      if (!silent) continue;
      count += last === -1 ? 1 : quorum.filter((a) => voted(state, a, last) === value).length;
    }
  }
  return count;
}

/** All successors, one a witness, self-loops left out (Voting has none). */
export function naiveSuccessors(state: NaiveVoting, bounds: Bounds): readonly NaiveVoting[] {
  const found: NaiveVoting[] = [];
  for (const a of upTo(bounds.acceptors)) {
    for (const ballot of upTo(bounds.maxBallot + 1)) {
      const promised = state.maxBal[a] ?? -1;
      const maxBal = state.maxBal.with(a, ballot);
      if (ballot > promised) found.push({ votes: state.votes, maxBal });
      if (ballot < promised || voted(state, a, ballot) !== undefined) continue;
      for (const value of upTo(bounds.values)) {
        const others = upTo(bounds.acceptors).map((other) => voted(state, other, ballot));
        if (others.some((other) => other !== undefined && other !== value)) continue;
        const votes = state.votes.with(a, [...(state.votes[a] ?? []), [ballot, value]]);
        for (let left = witnesses(state, bounds, ballot, value); left > 0; left -= 1)
          found.push({ votes, maxBal });
      }
    }
  }
  return found;
}
