/** Code that finds the least packed form of a state under a group of permutations. */
import type { Cell, PlacedBag, PlacedMessageSet } from "./layout.js";
import { type MessageCodec, type Permutation, permuteScalar } from "./message-codec.js";
import type { Program } from "./program.js";
import { sourcesOf } from "./symmetry.js";

/** What the code needs besides itself: the images of scalars, and the codes of messages. */
export interface SymmetryTables {
  readonly scalars: readonly Int32Array[];
  readonly codes: readonly ((code: number) => number)[];
}

const tabled = 1 << 20;

/** The code of a message after a permutation, remembered once it is known. */
function codeTable(codec: MessageCodec, permutation: Permutation): (code: number) => number {
  if (codec.codes > tabled) return (code) => codec.permute(code, permutation);
  const images = new Int32Array(codec.codes).fill(-1);
  return (code) => {
    const image = images[code] as number;
    if (image >= 0) return image;
    const computed = codec.permute(code, permutation);
    images[code] = computed;
    return computed;
  };
}

/** The function `canonical`, which leaves the least form of `cells` in `canon`, and the tables it reads. */
export function canonicalCode(program: Program): {
  readonly source: string;
  readonly tables: SymmetryTables;
} {
  const scalars: Int32Array[] = [];
  const codes: ((code: number) => number)[] = [];
  const known = new Map<string, number>();
  const functions = program.group.slice(1).map((permutation, offset) => {
    const sources = sourcesOf(program.layout, permutation);
    const expression = (place: number): string => {
      const { type, low } = program.layout.cells[place] as Cell;
      const value = `cells[${sources[place]}]`;
      if (type === null) return value;
      if (permutation[type.sort?.name ?? ""] === undefined) return low === 0 ? value : `(${value} - ${low})`;
      const images = imagesOf(type.low, type.high, (one) => permuteScalar(type, one, permutation) - low);
      const key = images.join(" ");
      const table = known.get(key) ?? scalars.push(images) - 1;
      known.set(key, table);
      const image = `scalars[${table}][${low === 0 ? value : `${value} - ${low}`}]`;
      // What a missing record leaves in its cells names nobody.
      const { record } = program.layout.cells[sources[place] as number] as Cell;
      return record === null ? image : `(cells[${record.length}] < ${record.index} ? 0 : ${image})`;
    };
    return permutationCode(
      program,
      offset,
      expression,
      (codec) => codes.push(codeTable(codec, permutation)) - 1,
    );
  });
  const source = `
const canon = new Int32Array(words.length), scratch = new Int32Array(cells.length);
const scalars = tables.scalars, codes = tables.codes;
${functions.join("\n")}
function canonical() {
  canon.set(words);
  ${functions.map((_, offset) => `permuted${offset}();`).join(" ")}
}`;
  return { source, tables: { scalars, codes } };
}

function imagesOf(low: number, high: number, image: (value: number) => number): Int32Array {
  return Int32Array.from({ length: high - low + 1 }, (_, offset) => image(low + offset));
}

/** Compares word by word and gives up at the first that is greater than the least so far. */
function permutationCode(
  program: Program,
  offset: number,
  expression: (place: number) => string,
  codeTableOf: (codec: MessageCodec) => number,
): string {
  const { layout } = program;
  const prepared = new Map<number, string>();
  const permutedCells = new Set<number>();
  for (const { placed, hidden } of layout.variables) {
    if (hidden || (placed.kind !== "bag" && placed.kind !== "messageSet")) continue;
    const first = placed.kind === "bag" ? placed.slots : placed.bits;
    const cells = placed.kind === "bag" ? 2 * placed.type.most : placed.cells;
    for (let cell = first; cell < first + cells; cell += 1) permutedCells.add(cell);
    const word = layout.cells[first]?.packed?.word ?? 0;
    const code =
      placed.kind === "bag"
        ? bagCode(placed, codeTableOf(placed.codec))
        : setCode(placed, codeTableOf(placed.codec));
    prepared.set(word, `${prepared.get(word) ?? ""}${code}`);
  }
  const words = Array.from({ length: layout.wordCount }, (_, word) => {
    const parts = layout.cells.flatMap(({ packed }, place) => {
      if (packed === null || packed.bits === 0 || packed.word !== word) return [];
      const value = permutedCells.has(place) ? `scratch[${place}]` : expression(place);
      return [packed.shift === 0 ? value : `${value} << ${packed.shift}`];
    });
    return `${prepared.get(word) ?? ""}
  const w${word} = ${parts.length === 0 ? "0" : `(${parts.join(" | ")}) | 0`};
  if (!less) { if (w${word} > canon[${word}]) return; less = w${word} < canon[${word}]; }`;
  });
  const keep = words.map((_, word) => `canon[${word}] = w${word};`).join(" ");
  return `function permuted${offset}() {
  let less = false;
  ${words.join("\n  ")}
  if (less) { ${keep} }
}`;
}

/** Slots are sorted anew by insertion: there are few. */
function bagCode({ slots, type }: PlacedBag, table: number): string {
  const end = slots + 2 * type.most;
  return `
  for (let slot = ${slots}; slot < ${end}; slot += 2) {
    let key = cells[slot], place = slot;
    if (key === 0) { scratch[slot] = 0; scratch[slot + 1] = 0; continue; }
    key = codes[${table}](key - 1) + 1;
    while (place > ${slots} && scratch[place - 2] > key) {
      scratch[place] = scratch[place - 2]; scratch[place + 1] = scratch[place - 1]; place -= 2;
    }
    scratch[place] = key; scratch[place + 1] = cells[slot + 1];
  }`;
}

function setCode({ bits, cells }: PlacedMessageSet, table: number): string {
  return `
  for (let cell = ${bits}; cell < ${bits + cells}; cell += 1) scratch[cell] = 0;
  for (let cell = ${bits}; cell < ${bits + cells}; cell += 1) {
    for (let left = cells[cell]; left !== 0; left &= left - 1) {
      const image = codes[${table}](32 * (cell - ${bits}) + 31 - Math.clz32(left & -left));
      scratch[${bits} + (image >>> 5)] |= 1 << (image & 31);
    }
  }`;
}
