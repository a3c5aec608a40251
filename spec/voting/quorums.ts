import { cardinality, type Sort, SpecificationError, type Subset } from "../machine/index.js";

/** The smallest number of members that is more than half of `size`. */
export const smallestMajority = (size: number): number => Math.floor(size / 2) + 1;

/**
 * The quorums of `size` members: the minimal ones, which the published modules quantify over.
 * @throws SpecificationError if the sort has fewer members.
 */
export function quorumsOf(members: Sort, size: number): readonly Subset[] {
  if (size > members.size) {
    throw new SpecificationError(`a quorum of ${size} is more than all ${members.size} ${members.name}`);
  }
  return Array.from({ length: 2 ** members.size }, (_, set) => set).filter(
    (set) => cardinality(set) === size,
  );
}

/** A quorum in print: "{a1, a3}". */
export const printSubset =
  ({ elements, prefix }: Sort) =>
  (set: Subset): string =>
    `{${elements
      .filter((element) => ((set >>> element) & 1) === 1)
      .map((element) => `${prefix}${element + 1}`)
      .join(", ")}}`;
