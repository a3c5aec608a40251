import { type Json, printValue, type StateJson, type Step } from "../../spec/index.js";

/** One thing that a step changed, in the paper's notation. */
export interface Change {
  /** `votedFor[s2]`. */
  readonly place: string;
  readonly before: string;
  readonly after: string;
}

type JsonObject = { readonly [name: string]: Json };

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const isMessage = (value: Json): value is JsonObject => isObject(value) && "kind" in value;

function isMessages(value: Json | undefined): value is readonly JsonObject[] {
  return Array.isArray(value) && value.every(isMessage);
}

/** `RequestVoteRequest(mterm = 2, msource = s1)`. */
export function printMessage({ kind, ...fields }: JsonObject): string {
  const shown = Object.entries(fields).map(([name, value]) => `${name} = ${printValue(value)}`);
  return `${kind}(${shown.join(", ")})`;
}

function printParameter(value: Json): string {
  return isMessage(value) ? printMessage(value) : printValue(value);
}

/** `RequestVote(i = s1, j = s2)`. */
export function printAction({ action, parameters }: Pick<Step, "action" | "parameters">): string {
  const shown = Object.entries(parameters).map(([name, value]) => `${name} = ${printParameter(value)}`);
  return shown.length === 0 ? action : `${action}(${shown.join(", ")})`;
}

/** What differs between two states, down to the server, the field, the message. */
export function changesBetween(before: StateJson, after: StateJson): readonly Change[] {
  return Object.keys(after).flatMap((name) => differences(name, before[name], after[name] as Json));
}

function differences(place: string, before: Json | undefined, after: Json): readonly Change[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (isObject(before) && isObject(after)) {
    return Object.keys(after).flatMap((key) =>
      differences(`${place}[${key}]`, before[key], after[key] as Json),
    );
  }
  if (isMessages(before) && isMessages(after)) return messageChanges(place, before, after);
  return [{ place, before: before === undefined ? "–" : printValue(before), after: printValue(after) }];
}

/** Each message whose number of copies changed. */
function messageChanges(
  place: string,
  before: readonly JsonObject[],
  after: readonly JsonObject[],
): readonly Change[] {
  const copies = (messages: readonly JsonObject[]) =>
    new Map(
      messages.map(({ copies = 1, ...message }) => [printMessage(message as JsonObject), copies as number]),
    );
  const old = copies(before);
  const now = copies(after);
  const shown = (count: number): string =>
    count === 1 ? "in flight" : count === 0 ? "–" : `${count} copies`;
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((message) => old.get(message) !== now.get(message))
    .map((message) => ({
      place: `${place}: ${message}`,
      before: shown(old.get(message) ?? 0),
      after: shown(now.get(message) ?? 0),
    }));
}

/** What a counterexample breaks. */
export interface BrokenProperty {
  readonly property: string;
  /** Null if nothing in one state or step is to blame: a goal is out of reach for ever. */
  readonly conjunct: string | null;
}

/** The conjunct of a property that the last step of a path breaks. */
export function brokenConjunct(property: string, path: readonly Step[]): BrokenProperty {
  const found = path.at(-1)?.broken.find((one) => one.property === property);
  return { property, conjunct: found?.conjunct ?? null };
}

/** A counterexample for a person: the initial state, each action with what it changed, what broke. */
export function counterexampleText(
  initial: StateJson,
  path: readonly Step[],
  { property, conjunct }: BrokenProperty,
): string {
  const state = Object.entries(initial).map(([name, value]) => `       /\\ ${name} = ${printValue(value)}`);
  const steps = path.flatMap((step, offset) => [
    `${String(offset + 1).padStart(4)}  ${printAction(step)}`,
    ...changesBetween(step.before, step.after).map(
      ({ place, before, after }) => `     * ${place}: ${before} -> ${after}`,
    ),
  ]);
  const length = `${path.length} action${path.length === 1 ? "" : "s"}`;
  return [
    `${property} is violated in ${length}`,
    "   0  Init",
    ...state,
    ...steps,
    conjunct === null
      ? `from here the goal of ${property} is out of reach within the bounds`
      : `broken: ${property}, conjunct "${conjunct}"`,
  ].join("\n");
}

/** A mermaid sequence diagram: messages as they are received, everything else as notes. */
export function sequenceDiagram(initial: StateJson, path: readonly Step[]): string {
  const participants = participantsOf(initial, path);
  const [first = "system"] = participants;
  const lines = path.map((step, offset) => {
    const number = offset + 1;
    const message = Object.values(step.parameters).find(isMessage);
    const ends = message === undefined ? null : endsOf(message, participants);
    if (message === undefined || ends === null) {
      const own = Object.values(step.parameters).filter((value) => participants.includes(value as string));
      return `  Note over ${own[0] ?? first}: ${number}. ${escapeMermaid(printAction(step))}`;
    }
    const arrow = /^(Drop|Lose)/.test(step.action) ? "--x" : "->>";
    return `  ${ends.source}${arrow}${ends.target}: ${number}. ${escapeMermaid(`${step.action}: ${printMessage(message)}`)}`;
  });
  return ["sequenceDiagram", ...participants.map((name) => `  participant ${name}`), ...lines].join("\n");
}

/** The elements that variables are indexed by, or else those that actions name: servers, acceptors. */
function participantsOf(state: StateJson, path: readonly Step[]): readonly string[] {
  const indexed = Object.values(state).find((value) => isObject(value));
  if (isObject(indexed)) return Object.keys(indexed);
  const named = path
    .flatMap(({ parameters }) => Object.values(parameters))
    .flatMap((value) => (isMessage(value) ? Object.values(value) : [value]))
    .filter((value): value is string => typeof value === "string" && /^[a-z]\d+$/.test(value));
  return named.length === 0 ? ["system"] : [...new Set(named)].sort();
}

function endsOf(
  message: JsonObject,
  participants: readonly string[],
): { readonly source: string; readonly target: string } | null {
  const end = (...names: readonly string[]) =>
    names.map((name) => message[name]).find((value) => participants.includes(value as string));
  const source = end("msource", "source", "from");
  const target = end("mdest", "dest", "to");
  return source === undefined || target === undefined
    ? null
    : { source: source as string, target: target as string };
}

/** Mermaid ends a statement at a semicolon and takes # for an entity. */
function escapeMermaid(text: string): string {
  return text.replace(/[#;]/g, (sign) => (sign === "#" ? "#35;" : "#59;"));
}
