import { Command, CommanderError } from "commander";
import type { CliCommand } from "./command.js";
import { commands as everyCommand } from "./commands.js";
import type { Environment } from "./environment.js";
import type { ExitCode } from "./exit-code.js";
import { UsageError } from "./usage-error.js";
import { packageVersion } from "./version.js";

/**
 * Runs one command line, `argv` without node and script. Never throws and never ends the process: what
 * goes wrong becomes one line on standard error and an exit code.
 */
export async function runCli(
  argv: readonly string[],
  environment: Environment,
  commands: readonly CliCommand[] = everyCommand,
): Promise<ExitCode> {
  let code: ExitCode = 0;
  const program = createProgram(environment);
  for (const one of commands) {
    one.register(program, environment, (result) => {
      code = result;
    });
  }
  try {
    await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    return explain(error, environment);
  }
}

function createProgram({ stdout, colors }: Environment): Command {
  return new Command("lockstep")
    .description("Verifies Raft: specification, statechart and implementation in lockstep.")
    .version(packageVersion(), "--version", "print the version")
    .addHelpText("after", "\nExample:\n  lockstep verify --time 110s\n\nlockstep COMMAND --help tells more.")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      // Errors are thrown, and written by `explain`.
      writeErr: () => {},
      getOutHasColors: () => colors,
    });
}

/** Writes one line about what was thrown. */
function explain(error: unknown, { stderr, debug }: Environment): ExitCode {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    const message =
      error.code === "commander.help" ? "a command is missing" : error.message.replace(/^error: /, "");
    stderr.write(`lockstep: ${new UsageError(message).message}; see lockstep --help\n`);
    return 2;
  }
  if (error instanceof UsageError) {
    stderr.write(`lockstep: ${error.message}\n`);
    return 2;
  }
  stderr.write(internalErrorLine(error, debug));
  return 3;
}

/** The line about an error of the program itself: nothing can be said of the verdict then. */
export function internalErrorLine(error: unknown, debug: boolean): string {
  if (debug && error instanceof Error) return `lockstep: verdict unknown, internal error: ${error.stack}\n`;
  const message = error instanceof Error ? error.message : String(error);
  const line = new UsageError(message).message;
  return `lockstep: verdict unknown, internal error: ${line} (DEBUG=1 shows where)\n`;
}
