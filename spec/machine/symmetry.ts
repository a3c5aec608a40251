import { at } from "../assert.js";
import type { Sort } from "./declaration.js";
import { SpecificationError } from "./error.js";
import type { Layout, Placed } from "./layout.js";
import type { Permutation } from "./message-codec.js";

const mostPermutations = 5040;

/** All permutations of the members of the sorts, the identity first. */
export function groupOf(sorts: readonly Sort[]): readonly Permutation[] {
  let group: readonly Permutation[] = [{}];
  for (const { name, size } of sorts) {
    const images = permutations(size);
    if (group.length * images.length > mostPermutations) {
      throw new SpecificationError(
        `symmetry in ${sorts.map((one) => one.name).join(" and ")} has more than ${mostPermutations} permutations`,
      );
    }
    group = group.flatMap((permutation) => images.map((image) => ({ ...permutation, [name]: image })));
  }
  return group;
}

function permutations(size: number): readonly (readonly number[])[] {
  if (size === 0) return [[]];
  return permutations(size - 1)
    .flatMap((shorter) => Array.from({ length: size }, (_, place) => shorter.toSpliced(place, 0, size - 1)))
    .toSorted(lexicographically);
}

function lexicographically(left: readonly number[], right: readonly number[]): number {
  const offset = left.findIndex((value, place) => value !== right[place]);
  return offset < 0 ? 0 : at(left, offset) - at(right, offset);
}

/** For each cell of the permuted state the cell that its value comes from. */
export function sourcesOf(layout: Layout, permutation: Permutation): Int32Array {
  const sources = Int32Array.from(layout.cells, (_, cell) => cell);
  for (const { placed } of layout.variables) trace(placed, placed, permutation, sources);
  return sources;
}

function trace(from: Placed, to: Placed, permutation: Permutation, sources: Int32Array): void {
  if (from.kind === "per" && to.kind === "per") {
    const images = permutation[from.type.sort.name];
    from.items.forEach((item, offset) => {
      trace(item, at(to.items, images === undefined ? offset : at(images, offset)), permutation, sources);
    });
  } else if (from.kind === "scalar" && to.kind === "scalar") {
    sources[to.cell] = from.cell;
  } else if (from.kind === "sequence" && to.kind === "sequence") {
    sources[to.length] = from.length;
    const cells = from.capacity * Object.keys(from.type.fields).length;
    for (let offset = 0; offset < cells; offset += 1) sources[to.records + offset] = from.records + offset;
  }
}
