import type { Machine } from "../../spec/index.js";
import { AtomicFile } from "../../traces/record/files/index.js";
import type { Budget, Exploration } from "./exploration.js";
import { StateGraph } from "./state-graph.js";

/**
 * Explores once more and writes every state as a line `{id, depth, state, edges: [{action, parameters, to}]}`,
 * in the order in which they are found. Steps out of bounds have no line to go to and are left out;
 * steps that change nothing lead to the state itself.
 */
export function dumpStates(machine: Machine, file: string, budget: Budget = {}): Exploration {
  const graph = new StateGraph(machine, budget);
  const exploration = graph.explore();
  const target = new AtomicFile(file);
  try {
    for (let id = 0; id < graph.size; id += 1) {
      const words = graph.wordsOf(id);
      const state = machine.toJson(words, 0);
      target.write(
        `${JSON.stringify({ id, depth: graph.depthOf(id), state, edges: edgesOf(machine, graph, words) })}\n`,
      );
    }
    target.commit();
  } catch (error) {
    target.abandon();
    throw error;
  }
  return exploration;
}

function edgesOf(machine: Machine, graph: StateGraph, words: Int32Array): readonly object[] {
  const lanes = new Int32Array(2);
  const successors = machine.expand(words, 0, { visit: () => false, violated: () => {} });
  return Array.from({ length: successors }, (_, ordinal) => ordinal).flatMap((ordinal) => {
    const { action, parameters, words: after } = machine.replay(words, 0, ordinal);
    if (after === null) return [];
    machine.fingerprint(after, 0, lanes);
    return [{ action, parameters, to: graph.numberOf(lanes[0] as number, lanes[1] as number) }];
  });
}
