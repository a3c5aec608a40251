import type { CliCommand } from "../command.js";
import type { Environment } from "../environment.js";
import type { ExitCode } from "../exit-code.js";
import { runCli } from "../run-cli.js";

/** What a command line did. */
export interface Outcome {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions extends Partial<Environment> {
  readonly commands?: readonly CliCommand[];
}

/** Runs a command line in this process, away from any terminal. */
export async function runInProcess(
  argv: readonly string[],
  { commands, ...environment }: RunOptions = {},
): Promise<Outcome> {
  let stdout = "";
  let stderr = "";
  const code = await runCli(
    argv,
    {
      stdout: { write: (text) => (stdout += text), isTerminal: false },
      stderr: { write: (text) => (stderr += text), isTerminal: false },
      colors: false,
      debug: false,
      cwd: ".",
      signal: new AbortController().signal,
      ...environment,
    },
    commands,
  );
  return { code, stdout, stderr };
}
