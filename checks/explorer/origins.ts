const chunkBits = 16;
const chunkLength = 1 << chunkBits;

/** Where each state came from: its parent's number and the ordinal of the step, 6 bytes a state. */
export class Origins {
  readonly #parents: Int32Array[] = [];
  readonly #ordinals: Uint16Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /**
   * The next state; its number is the number of states before it. An initial state has the parent -1, and its
   * offset among the initial states in place of an ordinal.
   */
  push(parent: number, ordinal: number): void {
    const offset = this.#length & (chunkLength - 1);
    if (offset === 0) {
      this.#parents.push(new Int32Array(chunkLength));
      this.#ordinals.push(new Uint16Array(chunkLength));
    }
    const chunk = this.#length >>> chunkBits;
    (this.#parents[chunk] as Int32Array)[offset] = parent;
    (this.#ordinals[chunk] as Uint16Array)[offset] = ordinal;
    this.#length += 1;
  }

  /** The ordinals of the steps that lead to a state, and the offset of the initial state they start from. */
  pathTo(state: number): { readonly root: number; readonly ordinals: readonly number[] } {
    const ordinals: number[] = [];
    let current = state;
    for (;;) {
      const chunk = current >>> chunkBits;
      const offset = current & (chunkLength - 1);
      const parent = this.#parents[chunk]?.[offset] as number;
      const ordinal = this.#ordinals[chunk]?.[offset] as number;
      if (parent < 0) return { root: ordinal, ordinals: ordinals.reverse() };
      ordinals.push(ordinal);
      current = parent;
    }
  }
}
