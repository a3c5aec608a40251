import {
  actionOf,
  bag,
  cardinality,
  defineSpecification,
  element,
  enumeration,
  flag,
  ghost,
  includes,
  including,
  integer,
  item,
  limited,
  type Message,
  member,
  message,
  messageSet,
  optional,
  per,
  range,
  type Sort,
  type StateOf,
  sequence,
  sort,
  subset,
} from "../index.js";

const sorts = () => ({ people: sort("people", 3, "p"), things: sort("things", 2, "t") });

type MuseumSorts = { readonly people: Sort; readonly things: Sort };

const variables = (_: unknown, { people, things }: MuseumSorts) => {
  const kinds = {
    Gift: { from: element(people), to: element(people), what: optional(things), weight: range(2, 4) },
    List: { of: sequence({ what: element(things), holders: subset(people) }, 2), urgent: flag },
  };
  return {
    hour: range(-3, 5),
    mood: per(people, enumeration("Calm", "Cross", "Keen")),
    friend: per(people, optional(people)),
    met: per(people, subset(people)),
    owes: per(people, per(things, per(people, range(0, 6)))),
    stock: per(things, limited(sequence({ owner: element(people), count: range(1, 5) }, 2))),
    post: limited(bag(kinds, { most: 3, copies: 2 })),
    said: messageSet(kinds),
    past: ghost(per(people, range(0, 9))),
    last: ghost(range(0, 9)),
  };
};

type Declared = ReturnType<typeof variables>;
type State = StateOf<Declared>;
type Kinds = Declared["post"]["kinds"];

const action = actionOf<State>();

/** A specification that means nothing and declares one variable of every type, for the tests of the machine. */
export const museum = defineSpecification({
  name: "museum",
  summary: "one of every type",
  citation: "none",
  constants: { patience: { default: 1, low: 0, high: 3, meaning: "hours" } },
  sorts,
  variables,
  rules: { mayGive: (met: number) => cardinality(met) < 3 },
  mutants: [
    {
      ...{ id: "always", summary: "gives always", citation: "none", replaces: { mayGive: () => true } },
      ...{ violates: "calm", constants: {}, shortest: 1 },
    },
  ],
  symmetric: ["people", "things"],
  initial: (state) => {
    state.hour = 0;
  },
  actions: ({ constants, sorts: { people, things }, rules }) => [
    action({
      name: "Give",
      citation: "none",
      parameters: [
        member("from", people),
        member("to", people),
        item("what", things.elements, (t) => `t${t + 1}`),
      ],
      changes: ["met", "post", "past"],
      of: "from",
      guard: (state, from, to) =>
        from !== to && !includes(state.met[from], to) && rules.mayGive(state.met[from]),
      effect: (state, from, to, what) => {
        state.met[from] = including(state.met[from], to);
        state.past[from] = Math.min(9, state.past[from] + 1);
        state.post.send("Gift", { from, to, what, weight: 2 });
      },
    }),
    action({
      name: "Take",
      citation: "none",
      parameters: [message<Message<Kinds, "Gift">>("m", "post", "Gift"), integer("count", 1, 2)],
      changes: ["stock", "post", "friend", "mood", "said", "owes"],
      guard: (state, m, count) => m.what >= 0 && state.stock[m.what === 1 ? 1 : 0].length < count,
      effect: (state, m, count) => {
        const what = m.what === 1 ? 1 : 0;
        state.stock[what].append({ owner: m.to, count });
        state.friend[m.to] = m.from;
        state.mood[m.to] = 2;
        state.owes[m.to][what][m.from] = count;
        state.post.discard(m);
        state.said.add("List", { of: [{ what, holders: including(0, m.to) }], urgent: 1 });
      },
    }),
    action({
      name: "Repeat",
      citation: "none",
      parameters: [message<Message<Kinds>>("m", "post", null)],
      changes: ["post"],
      guard: (state, m) => m.kind !== "Gift" || state.post.copies("Gift", m) === 1,
      effect: (state, m) => state.post.duplicate(m),
    }),
    action({
      name: "Hear",
      citation: "none",
      parameters: [message<Message<Kinds, "List">>("m", "said", "List")],
      guard: (state, m) => state.hour < constants.patience && m.of.length === 1,
      effect: (state, m) => {
        state.hour += 1;
        for (const { what } of m.of) {
          state.stock[what].truncateFrom(1);
          state.last = what;
        }
      },
    }),
  ],
  properties: ({ sorts: { people } }) => [
    {
      kind: "state",
      name: "calm",
      citation: "none",
      standard: true,
      reads: ["mood"],
      conjuncts: { "someone is not keen": (state) => people.elements.some((one) => state.mood[one] !== 2) },
    },
    {
      kind: "step",
      name: "timeGoesOn",
      citation: "none",
      standard: true,
      reads: ["hour"],
      conjuncts: {
        "no hour comes back": (before, after, taken) => taken.action !== "" && after.hour >= before.hour,
      },
    },
    {
      kind: "state",
      name: "remembered",
      citation: "none",
      standard: false,
      reads: ["past", "last"],
      conjuncts: { "little is given": (state) => people.elements.every((one) => state.past[one] < 3) },
    },
    {
      kind: "eventually",
      name: "evening",
      citation: "none",
      standard: false,
      goal: (state) => state.hour > 0,
    },
  ],
  witnesses: () => [{ name: "hourPassed", seen: (state) => state.hour > 0 }],
});
