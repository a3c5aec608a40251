import {
  actionOf,
  type ConstantValues,
  cardinality,
  defineSpecification,
  emptySet,
  including,
  isSubset,
  type Model,
  type Mutant,
  member,
  type Property,
  type Sort,
  type StateOf,
  sort,
  subset,
} from "../machine/index.js";

const constants = {
  values: { default: 3, low: 1, high: 15, meaning: "how many values may be chosen" },
} as const;

const sorts = ({ values }: ConstantValues<typeof constants>): { readonly values: Sort } => ({
  values: sort("values", values, "v"),
});

const variables = (_: ConstantValues<typeof constants>, { values }: { readonly values: Sort }) => ({
  chosen: subset(values),
});

const rules = {
  /** Next: only where nothing is chosen yet. */
  mayChoose: (chosen: number): boolean => chosen === emptySet,
};

export type ConsensusState = StateOf<ReturnType<typeof variables>>;
type ConsensusModel = Model<typeof constants, ReturnType<typeof sorts>, typeof rules>;

/** Choose(v): the only step there is. */
const choose = (model: ConsensusModel) =>
  actionOf<ConsensusState>()({
    name: "Choose",
    citation: "Consensus.tla, Next",
    parameters: [member("v", model.sorts.values)],
    changes: ["chosen"],
    guard: (state) => model.rules.mayChoose(state.chosen),
    effect: (state, v) => {
      state.chosen = including(state.chosen, v);
    },
  });

const agreement = (): Property<ConsensusState> => ({
  kind: "state",
  name: "agreement",
  citation: "Consensus.tla, Inv",
  standard: true,
  reads: ["chosen"],
  conjuncts: { "at most one value is chosen": (state) => cardinality(state.chosen) <= 1 },
});

const choiceIsFinal = (): Property<ConsensusState> => ({
  kind: "step",
  name: "choiceIsFinal",
  citation: "Paxos Made Simple §2.1",
  standard: true,
  reads: ["chosen"],
  conjuncts: {
    "what was chosen stays chosen": (before, after) => isSubset(before.chosen, after.chosen),
    "nothing joins what was chosen": (before) => before.chosen === emptySet,
  },
});

const mutants: readonly Mutant<typeof rules>[] = [
  {
    id: "choose-again",
    summary: "another value may be chosen after the first",
    citation: "Consensus.tla, Next",
    replaces: { mayChoose: () => true },
    violates: "agreement",
    constants: { values: 2 },
    shortest: 2,
  },
];

/** What consensus is: one value is chosen, once. All that Voting, Paxos and Raft do for one slot is this. */
export const consensus = defineSpecification({
  name: "consensus",
  summary: "a value is chosen once",
  citation: "L. Lamport, Consensus.tla",
  constants,
  sorts,
  variables,
  rules,
  mutants,
  symmetric: ["values"],
  initial: () => {},
  actions: (model) => [choose(model)],
  properties: () => [agreement(), choiceIsFinal()],
  witnesses: () => [{ name: "valueChosen", seen: (state) => state.chosen !== emptySet }],
});
