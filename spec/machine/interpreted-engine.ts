import { at } from "../assert.js";
import type { Visitor } from "../machine.js";
import { type Engine, refuse, Verdict, type Workspace } from "./engine.js";
import { SpecificationError } from "./error.js";
import { mix } from "./fingerprint.js";
import type { Cell, PlacedBag, PlacedMessageSet } from "./layout.js";
import { type Permutation, permuteScalar } from "./message-codec.js";
import { type Domain, frameFor, type ProgramAction } from "./program.js";
import { sourcesOf } from "./symmetry.js";

/** Runs a program by walking through its declaration: the oracle of the generated engine. */
export class InterpretedEngine implements Engine {
  private readonly space: Workspace;
  private readonly checked: boolean;
  private readonly permutations: readonly { readonly images: Permutation; readonly sources: Int32Array }[];
  private ordinal = 0;

  /** With `checked`, each effect is taken twice, and guards and frames are held to their word. */
  constructor(space: Workspace, checked: boolean) {
    this.space = space;
    this.checked = checked;
    const { group, layout } = space.program;
    this.permutations = group.map((images) => ({ images, sources: sourcesOf(layout, images) }));
  }

  load(words: Int32Array, offset: number): void {
    const { cells, base, from } = this.space;
    from.set(words.subarray(offset, offset + from.length));
    this.space.words.set(from);
    this.show(words, offset);
    base.set(cells);
  }

  show(words: Int32Array, offset: number): void {
    const { program, cells } = this.space;
    const packed = words.subarray(offset, offset + program.layout.wordCount);
    program.layout.cells.forEach((cell, place) => {
      cells[place] = unpacked(cell, packed);
    });
    for (const { placed, hidden } of program.layout.variables) {
      if (placed.kind === "bag" && !hidden) countCopies(cells, placed);
    }
  }

  pack(): 0 | 2 {
    return this.packFor("the initial state");
  }

  fingerprint(): void {
    const { program, lanes } = this.space;
    let least = this.packPermuted(0);
    for (let offset = 1; offset < program.group.length; offset += 1) {
      const other = this.packPermuted(offset);
      if (isLess(other, least)) least = other;
    }
    lanes.fill(0);
    least.forEach((word, place) => {
      lanes[0] = (lanes[0] as number) + mix(0, place, word);
      lanes[1] = (lanes[1] as number) + mix(1, place, word);
    });
  }

  expand(words: Int32Array, offset: number, visitor: Visitor): number {
    this.space.successors.clear();
    this.load(words, offset);
    this.ordinal = 0;
    this.space.program.actions.forEach((action, place) => {
      for (const bound of bindings(action.domains, this.space.base)) this.take(action, place, bound, visitor);
    });
    this.space.successors.showTo(visitor, this, this.space.judge);
    return this.ordinal;
  }

  private take(action: ProgramAction, place: number, bound: readonly unknown[], visitor: Visitor): void {
    const { state, taken } = this.space;
    const { guard, effect } = action.action;
    const enabled = guard(state, ...bound);
    if (this.checked) this.checkGuard(action);
    if (!enabled) return;
    if (this.checked) this.checkEffect(action, bound);
    effect(state, ...bound);
    taken[place] = (taken[place] as number) + 1;
    this.space.judge.parameters = bound;
    this.settle(action, place, frameFor(action, bound), visitor);
    this.ordinal += 1;
    this.space.cells.set(this.space.base);
  }

  private settle({ action }: ProgramAction, place: number, frame: number, visitor: Visitor): void {
    const { program, words, from, state, judge, lanes, successors } = this.space;
    const verdict = this.packFor(action.name);
    if (verdict === Verdict.kept && words.every((word, offset) => word === from[offset])) return;
    if (verdict === Verdict.beyond || program.constraint?.(state) === false) {
      judge.step(frame, place, this.ordinal, visitor);
      judge.successor(frame, this.ordinal, visitor);
      return;
    }
    this.fingerprint();
    judge.step(frame, place, this.ordinal, visitor);
    successors.add(lanes[0] as number, lanes[1] as number, frame, this.ordinal);
  }

  private packFor(action: string): 0 | 2 {
    const { program, cells } = this.space;
    const breaks = (limit: boolean) =>
      program.layout.cells.some(
        (cell, place) =>
          cell.checked &&
          cell.limit === limit &&
          ((cells[place] as number) < cell.low || (cells[place] as number) > cell.high),
      );
    if (breaks(true)) return Verdict.beyond;
    if (breaks(false)) refuse(this.space, action);
    this.space.words.set(this.packPermuted(0));
    return Verdict.kept;
  }

  /** The packed form of the working state after a permutation. */
  private packPermuted(offset: number): Int32Array {
    const { program, cells } = this.space;
    const { images, sources } = at(this.permutations, offset);
    const permuted = program.layout.cells.map(({ type }, place) => {
      const source = sources[place] as number;
      const value = cells[source] as number;
      const { record } = at(program.layout.cells, source);
      // What a missing record leaves in its cells names nobody.
      const isMissing = record !== null && (cells[record.length] as number) < record.index;
      return type === null || isMissing ? value : permuteScalar(type, value, images);
    });
    if (offset > 0) {
      for (const { placed, hidden } of program.layout.variables) {
        if (placed.kind === "bag" && !hidden) permuteBag(permuted, placed, images);
        if (placed.kind === "messageSet" && !hidden) permuteSet(permuted, placed, images);
      }
    }
    const words = new Int32Array(program.layout.wordCount);
    program.layout.cells.forEach(({ packed, low }, place) => {
      if (packed === null || packed.bits === 0) return;
      words[packed.word] = (words[packed.word] as number) | ((at(permuted, place) - low) << packed.shift);
    });
    return words;
  }

  private checkGuard({ action }: ProgramAction): void {
    const { cells, base } = this.space;
    if (differsAt(cells, base) < 0) return;
    throw new SpecificationError(`the guard of ${action.name} changes the state`);
  }

  private checkEffect(resolved: ProgramAction, bound: readonly unknown[]): void {
    const { action } = resolved;
    const { program, cells, base, state } = this.space;
    action.effect(state, ...bound);
    const first = cells.slice();
    cells.set(base);
    action.effect(state, ...bound);
    const differs = differsAt(cells, first);
    if (differs >= 0) {
      const { place } = at(program.layout.cells, differs);
      throw new SpecificationError(`the effect of ${action.name} is not a function of the state: ${place}`);
    }
    const framed = program.frames[frameFor(resolved, bound)]?.places ?? [];
    const outside = program.layout.cells.find(
      (_, cell) => cells[cell] !== base[cell] && !framed.includes(cell),
    );
    cells.set(base);
    if (outside === undefined) return;
    throw new SpecificationError(
      `${action.name} changes ${outside.place}, which it does not declare to change`,
    );
  }
}

function differsAt(left: Int32Array, right: Int32Array): number {
  return left.findIndex((value, place) => value !== right[place]);
}

function unpacked({ packed, low, high, type }: Cell, words: Int32Array): number {
  if (packed === null) return type === null ? 0 : low;
  if (packed.bits === 0) return low;
  const bits = (words[packed.word] as number) >>> packed.shift;
  if (packed.bits === 32) return bits | 0;
  const value = bits & (2 ** packed.bits - 1);
  return high < low ? value : value + low;
}

/** What the packed form leaves out: copies where there can be only one, and the size. */
function countCopies(cells: Int32Array, { type, slots, total, capacity }: PlacedBag): void {
  let size = 0;
  for (let slot = slots; slot < slots + 2 * capacity; slot += 2) {
    if (type.copies === 1) cells[slot + 1] = cells[slot] === 0 ? 0 : 1;
    size += cells[slot + 1] as number;
  }
  cells[total] = size;
}

function permuteBag(cells: number[], { slots, type, codec }: PlacedBag, images: Permutation): void {
  const pairs: (readonly [number, number])[] = [];
  for (let slot = slots; slot < slots + 2 * type.most; slot += 2) {
    if (cells[slot] !== 0) pairs.push([codec.permute(at(cells, slot) - 1, images) + 1, at(cells, slot + 1)]);
  }
  pairs.sort(([left], [right]) => left - right);
  pairs.forEach(([key, copies], offset) => {
    cells[slots + 2 * offset] = key;
    cells[slots + 2 * offset + 1] = copies;
  });
}

function permuteSet(cells: number[], placed: PlacedMessageSet, images: Permutation): void {
  const bits = cells.slice(placed.bits, placed.bits + placed.cells);
  cells.fill(0, placed.bits, placed.bits + placed.cells);
  for (let code = 0; code < placed.codec.codes; code += 1) {
    if (((at(bits, code >>> 5) >>> (code & 31)) & 1) === 0) continue;
    const image = placed.codec.permute(code, images);
    cells[placed.bits + (image >>> 5)] = at(cells, placed.bits + (image >>> 5)) | (1 << (image & 31));
  }
}

function isLess(left: Int32Array, right: Int32Array): boolean {
  const place = differsAt(left, right);
  return place >= 0 && (left[place] as number) < (right[place] as number);
}

/** All bindings of the parameters of an action in a state, the last parameter varying fastest. */
export function* bindings(domains: readonly Domain[], base: Int32Array): Iterable<readonly unknown[]> {
  const [first, ...others] = domains;
  if (first === undefined) yield [];
  else {
    for (const value of valuesOf(first, base)) {
      for (const bound of bindings(others, base)) yield [value, ...bound];
    }
  }
}

function* valuesOf(domain: Domain, base: Int32Array): Iterable<unknown> {
  if (domain.kind === "numbers") {
    for (let value = domain.low; value <= domain.high; value += 1) yield value;
  } else if (domain.kind === "list") {
    yield* domain.items;
  } else {
    for (const code of codesIn(domain.placed, base)) {
      const inKind = code >= domain.first && code < domain.first + domain.count;
      if (inKind) yield domain.placed.codec.decode(code);
    }
  }
}

/** The codes of the messages in a bag or set, ascending. */
function* codesIn(placed: PlacedBag | PlacedMessageSet, base: Int32Array): Iterable<number> {
  if (placed.kind === "bag") {
    for (let slot = 0; slot < placed.capacity && base[placed.slots + 2 * slot] !== 0; slot += 1) {
      yield (base[placed.slots + 2 * slot] as number) - 1;
    }
  } else {
    for (let code = 0; code < placed.codec.codes; code += 1) {
      if ((((base[placed.bits + (code >>> 5)] as number) >>> (code & 31)) & 1) === 1) yield code;
    }
  }
}
