import { findSource, type MachineRequest, type MachineSource, machineSources } from "../explorer/index.js";
import { option, type Parameter, type ValueParser } from "./command.js";
import { didYouMean, integer } from "./option-values.js";
import { UsageError } from "./usage-error.js";

const bound = integer(0, 1000);

/** The constants of the specifications, as options: `--max-term` is `maxTerm`. */
export const constantOptions = {
  servers: option("--servers <N>", "how many servers", bound),
  values: option("--values <N>", "how many values", bound),
  maxTerm: option("--max-term <N>", "the highest term", bound),
  maxLog: option("--max-log <N>", "the longest log", bound),
  maxInFlight: option("--max-in-flight <N>", "messages in flight at most", bound),
  maxCopies: option("--max-copies <N>", "copies of one message at most", bound),
  maxEntries: option("--max-entries <N>", "entries in one message at most", bound),
  maxCrashes: option("--max-crashes <N>", "crashes in the whole cluster at most", bound),
  preVote: option("--pre-vote <N>", "1: ask before raising the term", bound),
  oneQuorumShows: option(
    "--one-quorum-shows <N>",
    "0: a vote needs to be safe, not shown safe (voting)",
    bound,
  ),
  maxRestarts: option("--max-restarts <N>", "restarts in the whole cluster at most (charts, impl)", bound),
  slowDisks: option("--slow-disks <N>", "1: syncs are actions of their own (charts, impl)", bound),
  acceptors: option("--acceptors <N>", "how many acceptors", bound),
  maxBallot: option("--max-ballot <N>", "the highest ballot, from 0", bound),
  phase1Quorum: option("--phase1-quorum <N>", "acceptors in a quorum of phase 1", bound),
  phase2Quorum: option("--phase2-quorum <N>", "acceptors in a quorum of phase 2", bound),
} as const satisfies { readonly [constant: string]: Parameter<number | null> };

type ConstantName = keyof typeof constantOptions;

/** The specification with this name. */
export const specification: ValueParser<MachineSource> = (text) => {
  const names = machineSources.map(({ name }) => name);
  const source = findSource(text);
  if (source !== undefined) return source;
  throw new UsageError(
    `there is no specification ${JSON.stringify(text)}${didYouMean(text, names)}; there is ${names.join(", ")}`,
  );
};

/** Names with commas between them. Which there are, the specification says. */
export const names: ValueParser<readonly string[]> = (text) => text.split(",").map((name) => name.trim());

/** Which constants were given. Throws `UsageError` for one that the specification has not. */
export function constantsFrom(
  source: MachineSource,
  values: { readonly [N in ConstantName]: number | null },
): { readonly [constant: string]: number } {
  const known = Object.keys(source.constants);
  const flagOf = (name: string): string =>
    (constantOptions[name as ConstantName]?.flags ?? name).replace(/ .*/, "");
  const given = Object.entries(constantOptions).flatMap(([name]): [string, number][] => {
    const value = values[name as ConstantName];
    return value === null ? [] : [[name, value]];
  });
  for (const [name, value] of given) {
    const constant = source.constants[name];
    if (constant === undefined)
      throw new UsageError(
        `${flagOf(name)}: ${source.name} has no such constant; it has ${known.map(flagOf).join(", ")}`,
      );
    if (value < constant.low || value > constant.high)
      throw new UsageError(`${flagOf(name)}: must be ${constant.low} to ${constant.high}, is ${value}`);
  }
  return Object.fromEntries(given);
}

/** Throws `UsageError` for what the specification does not know, before anything is explored. */
export function checkMutant(source: MachineSource, { mutant }: MachineRequest): void {
  if (mutant === null || source.mutantIds.includes(mutant)) return;
  throw new UsageError(
    `--mutant: ${source.name} has no mutant ${JSON.stringify(mutant)}${didYouMean(mutant, source.mutantIds)}; ` +
      `it has ${source.mutantIds.join(", ") || "none"}`,
  );
}
