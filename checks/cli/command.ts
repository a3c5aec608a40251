import { type Command, Option } from "commander";
import pc from "picocolors";
import type { Environment } from "./environment.js";
import type { ExitCode } from "./exit-code.js";
import { printJson } from "./output/json.js";
import { createProgress, type Progress } from "./output/progress.js";
import { UsageError } from "./usage-error.js";

/**
 * Makes a value of the text a user typed. Throws `UsageError` with what the value must be, without the
 * option's name. Relative paths start from `cwd`.
 */
export type ValueParser<Value> = (text: string, cwd: string) => Value;

/** One option or argument of a command, made by `option`, `flag` or `argument`. */
export interface Parameter<Value> {
  /** As commander has it: `--servers <N>`, `--no-pre-vote`, `<trace>`, `[schema]`. */
  readonly flags: string;
  readonly description: string;
  /** Null for a flag. */
  readonly parse: ValueParser<Value> | null;
  /** What the user need not type. */
  readonly fallback: string | null;
}

/** The parameters of a command, under the names its `run` reads them by. */
export interface Parameters {
  readonly [name: string]: Parameter<unknown>;
}

/** What `run` gets: the value of each parameter. */
export type ValuesOf<Table extends Parameters> = {
  readonly [Name in keyof Table]: Table[Name] extends Parameter<infer Value> ? Value : never;
};

/** What a command can use of the world around it. */
export interface CommandContext {
  readonly environment: Environment;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly json: boolean;
  /** On standard error, and only on a terminal. */
  readonly progress: Progress;
  /** Colours for text; without effect where colour is unwanted. */
  readonly colors: ReturnType<typeof pc.createColors>;
  /** Prints the result, once: the document with `--json`, else the text (a newline is added). */
  report(document: object, text: () => string): void;
}

export interface CommandDefinition<Table extends Parameters> {
  readonly name: string;
  readonly summary: string;
  /** Command lines that work, shown by `--help`. */
  readonly examples: readonly string[];
  readonly parameters: Table;
  run(values: ValuesOf<Table>, context: CommandContext): ExitCode | Promise<ExitCode>;
}

/** A command, ready to be put on the command line. */
export interface CliCommand {
  readonly name: string;
  /** `done` is told the exit code when the command has run. */
  register(program: Command, environment: Environment, done: (code: ExitCode) => void): void;
}

/** An option with a value: `option("--time <T>", "how long", duration, "110s")`. Null if it is not given. */
export function option<Value>(
  flags: string,
  description: string,
  parse: ValueParser<Value>,
): Parameter<Value | null>;
export function option<Value>(
  flags: string,
  description: string,
  parse: ValueParser<Value>,
  fallback: string,
): Parameter<Value>;
export function option<Value>(
  flags: string,
  description: string,
  parse: ValueParser<Value>,
  fallback: string | null = null,
): Parameter<Value | null> {
  return { flags, description, parse, fallback };
}

/** An option without a value. `--no-pre-vote` is true unless it is given, `--verbose` false unless it is. */
export function flag(flags: string, description: string): Parameter<boolean> {
  return { flags, description, parse: null, fallback: null };
}

/** An argument: `<trace>` must be given, `[schema]` has a fallback. */
export function argument<Value>(
  name: string,
  description: string,
  parse: ValueParser<Value>,
  fallback: string | null = null,
): Parameter<Value> {
  return { flags: name, description, parse, fallback };
}

/**
 * Makes a command of its description. `--json` and `--help` are added. The values of its parameters are
 * parsed before `run` is called, so that a wrong one costs nothing.
 */
export function command<Table extends Parameters>(definition: CommandDefinition<Table>): CliCommand {
  return {
    name: definition.name,
    register: (program, environment, done) => register(definition, program, environment, done),
  };
}

function register<Table extends Parameters>(
  { name, summary, examples, parameters, run }: CommandDefinition<Table>,
  program: Command,
  environment: Environment,
  done: (code: ExitCode) => void,
): void {
  const line = program.command(name).description(summary);
  const table = Object.entries(parameters);
  const isArgument = ({ flags }: Parameter<unknown>): boolean => !flags.startsWith("-");
  const places = table.filter(([, parameter]) => isArgument(parameter)).map(([key]) => key);
  for (const [, parameter] of table) {
    const { flags, description, fallback } = parameter;
    if (isArgument(parameter)) line.argument(flags, description, fallback ?? undefined);
    else line.addOption(new Option(flags, description).default(fallback ?? undefined));
  }
  line.option("--json", "print one JSON document");
  line.addHelpText(
    "after",
    `\nExample${examples.length > 1 ? "s" : ""}:\n${examples.map((text) => `  ${text}\n`).join("")}`,
  );
  line.action(async () => {
    const given = line.opts<{ readonly [name: string]: unknown }>();
    const values = table.map(([key, parameter]) => {
      const place = places.indexOf(key);
      const text =
        place >= 0 ? line.processedArgs[place] : given[new Option(parameter.flags).attributeName()];
      return [key, parsed(parameter, text, environment.cwd)] as const;
    });
    const context = createContext(environment, given.json === true);
    try {
      done(await run(Object.fromEntries(values) as ValuesOf<Table>, context));
    } finally {
      context.progress.end();
    }
  });
}

/** Parses one value; an error is told with the parameter's name. */
function parsed({ flags, parse }: Parameter<unknown>, given: unknown, cwd: string): unknown {
  if (parse === null) return given === true;
  if (typeof given !== "string") return null;
  const [name = flags] = flags.replace(/[<>[\]]/g, "").split(" ");
  try {
    // Whoever forgets a value gets the next option taken for it.
    if (name.startsWith("-") && given.startsWith("--"))
      throw new UsageError(`needs a value, is followed by ${given}`);
    return parse(given, cwd);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${name}: ${error.message}`);
  }
}

function createContext(environment: Environment, json: boolean): CommandContext {
  const { stdout, stderr } = environment;
  const progress = createProgress(stderr);
  return {
    environment,
    // Looked at late: Ctrl-C is caught only for those who look.
    get signal(): AbortSignal {
      return environment.signal;
    },
    json,
    progress,
    colors: pc.createColors(environment.colors && !json),
    report(document, text): void {
      progress.end();
      stdout.write(json ? printJson(document) : `${text()}\n`);
    },
  };
}
