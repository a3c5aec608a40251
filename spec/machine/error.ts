/** A mistake in a specification, or in what was asked of it: for the person who wrote it. */
export class SpecificationError extends Error {
  override readonly name = "SpecificationError";
}
