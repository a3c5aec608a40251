import { BagView } from "./bag.js";
import type { Layout, Placed } from "./layout.js";
import { MessageSetView } from "./message-set.js";
import { SequenceView } from "./sequence.js";

/** The variables of a state as guards, effects and properties see them: views of its cells. */
export interface StateView {
  readonly [variable: string]: unknown;
}

/** Makes the view of a working state. With `brisk`, messages beyond a limit are only counted. */
export function viewOf(layout: Layout, cells: Int32Array, brisk: boolean): StateView {
  const state = {};
  for (const { name, placed } of layout.variables) {
    if (placed.kind === "scalar") defineScalar(state, name, cells, placed.cell);
    else Object.defineProperty(state, name, { enumerable: true, value: view(cells, placed, brisk) });
  }
  return state;
}

function defineScalar(state: object, name: string, cells: Int32Array, cell: number): void {
  Object.defineProperty(state, name, {
    enumerable: true,
    get: () => cells[cell],
    set: (value: number) => {
      cells[cell] = value;
    },
  });
}

function view(cells: Int32Array, placed: Placed, brisk: boolean): unknown {
  switch (placed.kind) {
    case "scalar":
      return cells.subarray(placed.cell, placed.cell + 1);
    case "per": {
      const first = placed.items[0] as Placed;
      // Scalars of one variable lie side by side: the view is a window on them.
      if (first.kind === "scalar") return cells.subarray(first.cell, first.cell + placed.items.length);
      return placed.items.map((item) => view(cells, item, brisk));
    }
    case "sequence":
      return new SequenceView(cells, placed);
    case "bag":
      return new BagView(cells, placed, brisk);
    case "messageSet":
      return new MessageSetView(cells, placed);
  }
}
