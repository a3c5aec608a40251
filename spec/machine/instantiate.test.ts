import assert from "node:assert/strict";
import {
  actionOf,
  bag,
  type Constants,
  defineSpecification,
  instantiate,
  type Machine,
  member,
  per,
  range,
  type Sort,
  type Specification,
  SpecificationError,
  type StateOf,
  sequence,
  sort,
} from "./index.js";
import { museum } from "./testing/museum.js";

/** A small specification whose parts can be replaced by wrong ones. */
function counters(wrong: Partial<Specification<Constants>> = {}): Specification {
  return {
    ...{
      name: "counters",
      summary: "two counters",
      citation: "none",
      constants: {},
      rules: {},
      mutants: [],
      symmetric: ["c"],
    },
    sorts: () => ({ c: sort("c", 2, "c") }),
    variables: (_: unknown, { c }: { c: Sort }) => ({
      count: per(c, range(0, 2)),
      other: range(0, 3),
      log: sequence({ n: range(0, 1) }, 1),
      post: bag({ Note: { n: range(0, 1) } }, { most: 1, copies: 1 }),
    }),
    initial: () => {},
    actions: () => [],
    properties: () => [],
    witnesses: () => [],
    ...wrong,
  };
}

// biome-ignore lint/suspicious/noExplicitAny: wrong on purpose
type Loose = any;

function acting(effect: (state: Loose, c: number) => void, more: object = {}): Specification {
  return counters({
    actions: ({ sorts }: Loose) => [
      {
        name: "Act",
        citation: "none",
        parameters: [member("c", sorts.c)],
        guard: () => true,
        effect,
        ...more,
      },
    ],
  });
}

const everything = { visit: () => true, violated: () => {} };
const expand = (machine: Machine) => machine.expand(machine.initial[0] as Int32Array, 0, everything);

function refuses(run: () => unknown, message: RegExp): void {
  assert.throws(run, (error) => error instanceof SpecificationError && message.test(error.message));
}

describe("instantiate", () => {
  it("names what it does not know, and what there is", () => {
    refuses(
      () => instantiate(museum, { constants: { patients: 1 } }),
      /constant "patients" is not known; there is patience/,
    );
    refuses(() => instantiate(museum, { constants: { patience: 4 } }), /patience is 0 to 3, not 4/);
    refuses(() => instantiate(museum, { constants: { patience: 0.5 } }), /not 0.5/);
    refuses(
      () => instantiate(museum, { properties: ["calmness"] }),
      /property "calmness" is not known; there is calm,/,
    );
    refuses(() => instantiate(museum, { mutant: "never" }), /mutant "never" is not known; there is always/);
    refuses(
      () => instantiate(museum, { symmetry: ["people", "days"] }),
      /symmetry "days" is not known; there is people, things/,
    );
    refuses(() => instantiate(counters(), { mutant: "none" }), /there is none/);
    refuses(
      () => instantiate(counters({ sorts: () => ({ c: sort("c", 8, "c") }) }), { symmetry: ["c"] }),
      /symmetry in c has more than 5040 permutations/,
    );
    assert.throws(() => sort("c", 0, "c"), /1 to 31 members/);
  });

  for (const generated of [true, false]) {
    describe(generated ? "with generated code" : "with the interpreter", () => {
      const open = (specification: Specification) => instantiate(specification, { generated });

      it("names variable, place, value, bound and action of what lies beyond its bound", () => {
        const high = acting((state, c) => {
          state.count[c] = 3;
        });
        refuses(() => expand(open(high)), /^count\[c1\] = 3 lies beyond its declared bound 0 … 2 after Act$/);
        const low = acting((state) => {
          state.other = -1;
        });
        refuses(() => expand(open(low)), /^other = -1 lies beyond its declared bound 0 … 3 after Act$/);
        const long = acting((state) => {
          state.log.append({ n: 0 });
          state.log.append({ n: 1 });
        });
        refuses(() => expand(open(long)), /^log.length = 2 lies beyond its declared bound 0 … 1 after Act$/);
        const record = acting((state) => state.log.append({ n: 7 }));
        refuses(
          () => expand(open(record)),
          /^log\[1\].n = 7 lies beyond its declared bound 0 … 1 after Act$/,
        );
        const many = acting((state) => {
          state.post.send("Note", { n: 0 });
          state.post.send("Note", { n: 1 });
        });
        refuses(() => expand(open(many)), /^post.size = 2 lies beyond/);
        const message = acting((state) => state.post.send("Note", { n: 2 }));
        refuses(() => expand(open(message)), /^post: Note.n = 2 lies beyond its declared bound 0 … 1/);
      });

      it("refuses an initial state beyond its bounds", () => {
        const initial = (state: Loose) => {
          state.other = 4;
        };
        refuses(() => open(counters({ initial })), /other = 4 .* after the initial state/);
      });

      it("refuses frames and owners that there are not", () => {
        refuses(
          () => open(acting(() => {}, { changes: ["counts"] })),
          /Act changes counts, which is no variable/,
        );
        refuses(() => open(acting(() => {}, { changes: ["count"], of: "i" })), /Act has no parameter i/);
        refuses(
          () =>
            open(
              acting(() => {}, {
                changes: ["count"],
                of: "c.d",
                parameters: [{ name: "c", from: "range", low: 0, high: 1 }],
              }),
            ),
          /no element of a sort/,
        );
      });
    });
  }

  it("when checked, holds guards, effects and frames to their word", () => {
    const check = (specification: Specification) => expand(instantiate(specification, { checked: true }));
    let calls = 0;
    const fickle = acting((state) => {
      calls += 1;
      state.other = calls % 2;
    });
    refuses(() => check(fickle), /the effect of Act is not a function of the state: other/);
    const sly = acting(() => {}, {
      guard: (state: Loose) => {
        state.other = 1;
        return false;
      },
    });
    refuses(() => check(sly), /the guard of Act changes the state/);
    const wide = acting(
      (state) => {
        state.other = 1;
      },
      { changes: ["count"] },
    );
    refuses(() => check(wide), /Act changes other, which it does not declare to change/);
    const elsewhere = acting(
      (state, c) => {
        state.count[1 - c] = 1;
      },
      { changes: ["count"], of: "c" },
    );
    refuses(() => check(elsewhere), /Act changes count\[c2\]/);
  });

  it("keeps only what a constraint allows, and counts the rest", () => {
    const actions = ({ sorts }: Loose) => [
      actionOf<StateOf<{ count: ReturnType<typeof per<ReturnType<typeof range>>> }>>()({
        ...{ name: "Act", citation: "none", parameters: [member("c", sorts.c)], changes: ["count"] },
        guard: (state, c) => state.count[c] < 2,
        effect: (state, c) => {
          state.count[c] += 1;
        },
      }),
    ];
    const specification = counters({ actions, constraint: (state: Loose) => state.count[0] === 0 });
    for (const generated of [true, false]) {
      const machine = instantiate(specification, { generated });
      let kept = 0;
      const visit = () => {
        kept += 1;
        return true;
      };
      assert.equal(machine.expand(machine.initial[0] as Int32Array, 0, { visit, violated: () => {} }), 2);
      assert.equal(kept, 1);
      assert.equal(machine.replay(machine.initial[0] as Int32Array, 0, 0).words, null);
    }
  });

  it("checks the types of a specification only", () => {
    const specification = counters();
    assert.equal(defineSpecification(specification), specification);
  });
});
