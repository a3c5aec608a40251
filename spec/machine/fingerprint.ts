/**
 * A fingerprint is the sum, in each of two 32-bit lanes, of a strong mixture of each word with its place.
 * A sum, so that a step that changes one word need not look at the others.
 */

/** Two odd multipliers a lane: those of MurmurHash3's finaliser, and another pair with full avalanche. */
const multipliers = [
  [0x85ebca6b, 0xc2b2ae35],
  [0x7feb352d, 0x846ca68b],
] as const;
const shifts = [
  [16, 13, 16],
  [16, 15, 16],
] as const;

/** Tells equal words in different places apart. */
export function seedOf(lane: 0 | 1, place: number): number {
  return (
    (Math.imul(place + 1, lane === 0 ? 0x9e3779b1 : 0x2545f491) + (lane === 0 ? 0x632be5ab : 0x51ed270b)) | 0
  );
}

/** One word's share of a lane. */
export function mix(lane: 0 | 1, place: number, word: number): number {
  const [first, second] = multipliers[lane];
  const [one, two, three] = shifts[lane];
  let mixed = word ^ seedOf(lane, place);
  mixed = Math.imul(mixed ^ (mixed >>> one), first);
  mixed = Math.imul(mixed ^ (mixed >>> two), second);
  return mixed ^ (mixed >>> three);
}

/** The same as an expression in generated code: statements that leave the share in `target`. */
export function mixCode(lane: 0 | 1, place: number, word: string, target: string): string {
  const [first, second] = multipliers[lane];
  const [one, two, three] = shifts[lane];
  return (
    `${target} = ${word} ^ ${seedOf(lane, place)};` +
    `${target} = Math.imul(${target} ^ (${target} >>> ${one}), ${first | 0});` +
    `${target} = Math.imul(${target} ^ (${target} >>> ${two}), ${second | 0});` +
    `${target} ^= ${target} >>> ${three};`
  );
}
