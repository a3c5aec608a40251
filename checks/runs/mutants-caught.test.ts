import assert from "node:assert/strict";
import { catalogue } from "../mutants/index.js";
import { firstFailure, soakPlan, withMutant } from "./testing/run-batches.js";

/** Batches within which every mutant shows itself, with this one seed. */
const batches = 200;

describe("mutants on one side", () => {
  for (const mutant of catalogue) {
    for (const side of mutant.sides) {
      if (side === "both") continue;
      const what = mutant.equivalent === null ? "is seen" : "is declared equivalent and is not seen";
      it(`${mutant.id} on side ${side} ${what}`, () => {
        const plan = withMutant(soakPlan({ batchSize: 10, maxCommands: 40 }), mutant, side);
        const failure = firstFailure(plan, mutant.equivalent === null ? batches : 10);
        assert.equal(failure === null, mutant.equivalent !== null);
      });
    }
  }
});
