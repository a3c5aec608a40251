import type { Machine, Step, Visitor } from "../../../spec/index.js";

/** A graph, written out: from each node, named steps to others. */
export interface Graph {
  readonly initial: readonly string[];
  readonly edges: { readonly [node: string]: readonly (readonly [action: string, to: string])[] };
  /** The node that breaks the property `avoided`. */
  readonly avoided?: string;
  /** The node that must stay in reach, by the property `returns`. */
  readonly goal?: string;
}

/** A machine whose states are the nodes of a graph. */
export function graphMachine({ initial, edges, avoided, goal }: Graph): Machine {
  const nodes = Object.keys(edges);
  const wordsOf = (node: string): Int32Array => Int32Array.of(nodes.indexOf(node));
  const nodeAt = (words: Int32Array, offset: number): string => nodes[words[offset] as number] as string;
  const stepsFrom = (node: string) => edges[node] ?? [];
  const actions = [...new Set(nodes.flatMap((node) => stepsFrom(node).map(([action]) => action)))];
  const taken = new Float64Array(actions.length);
  const witnessed = new Float64Array(1);
  const lanesOf = (node: string) =>
    [Math.imul(nodes.indexOf(node), 0x9e3779b1), nodes.indexOf(node)] as const;
  const broken = (node: string): Step["broken"] =>
    node === avoided ? [{ property: "avoided", conjunct: `not ${node}` }] : [];
  const witness = (node: string): void => {
    if (stepsFrom(node).length === 0) witnessed[0] = (witnessed[0] as number) + 1;
  };
  return {
    name: "graph",
    constants: { nodes: nodes.length },
    wordCount: 1,
    actions: actions.map((name) => ({ name, citation: "a graph" })),
    properties: [
      { name: "avoided", kind: "state", citation: "a graph" },
      ...(goal === undefined ? [] : [{ name: "returns", kind: "eventually", citation: "a graph" } as const]),
    ],
    witnesses: ["end"],
    initial: initial.map(wordsOf),
    taken,
    witnessed,
    fingerprint: (words, offset, lanes) => lanes.set(lanesOf(nodeAt(words, offset))),
    expand: (words, offset, visitor: Visitor) => {
      const from = nodeAt(words, offset);
      stepsFrom(from).forEach(([action, to], ordinal) => {
        const number = actions.indexOf(action);
        taken[number] = (taken[number] as number) + 1;
        if (to === from || !visitor.visit(...lanesOf(to), wordsOf(to), ordinal)) return;
        witness(to);
        if (to === avoided) visitor.violated(0, ordinal);
      });
      return stepsFrom(from).length;
    },
    judge: (words, offset) => {
      witness(nodeAt(words, offset));
      return nodeAt(words, offset) === avoided ? 0 : -1;
    },
    reaches: (_property, words, offset) => nodeAt(words, offset) === goal,
    replay: (words, offset, ordinal) => {
      const from = nodeAt(words, offset);
      const [action, to] = stepsFrom(from)[ordinal] as readonly [string, string];
      const changed = to === from ? [] : ["node"];
      return {
        ...{ action, parameters: {}, before: { node: from }, after: { node: to } },
        ...{ words: wordsOf(to), changed, broken: broken(to) },
      };
    },
    toJson: (words, offset) => ({ node: nodeAt(words, offset) }),
    fromJson: ({ node }) => wordsOf(node as string),
    print: (words, offset) => nodeAt(words, offset),
  };
}
