import type { Environment, Writer } from "./environment.js";
import { internalErrorLine } from "./run-cli.js";

type Signal = "SIGINT" | "SIGTERM";

/** A stream of the process, as far as it is used here. */
export interface ProcessStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
  on(event: "error", listener: (error: NodeJS.ErrnoException) => void): unknown;
}

/** The process, as far as it is used here. */
export interface ProcessLike {
  readonly stdout: ProcessStream;
  readonly stderr: ProcessStream;
  readonly env: { readonly [name: string]: string | undefined };
  cwd(): string;
  on(event: Signal, listener: () => void): unknown;
  on(event: "uncaughtException", listener: (error: unknown) => void): unknown;
  exit(code: number): never;
}

/** Ties the command line to its process: streams, Ctrl-C, closed pipes, errors that nobody caught. */
export function processEnvironment(node: ProcessLike, colorsWork: boolean): Environment {
  const { stdout, stderr, env } = node;
  const controller = new AbortController();
  const debug = Boolean(env.DEBUG);
  let isListening = false;
  // Node's own exit code for these, 1, would say that a property is violated.
  node.on("uncaughtException", (error) => {
    stderr.write(internalErrorLine(error, debug));
    node.exit(3);
  });
  return {
    stdout: writerTo(stdout, controller),
    stderr: writerTo(stderr, controller),
    colors: colorsWork && !env.NO_COLOR && stdout.isTTY === true,
    debug,
    cwd: node.cwd(),
    get signal(): AbortSignal {
      if (!isListening) listen(node, controller);
      isListening = true;
      return controller.signal;
    },
  };
}

/** The first Ctrl-C asks for an end, the second one is the end. */
function listen(node: ProcessLike, controller: AbortController): void {
  const onSignal = (): void => {
    if (controller.signal.aborted) node.exit(3);
    controller.abort();
  };
  node.on("SIGINT", onSignal);
  node.on("SIGTERM", onSignal);
}

/** A stream whose reader may go away (`| head`): then the run ends, quietly. */
function writerTo(stream: ProcessStream, controller: AbortController): Writer {
  stream.on("error", (error) => {
    if (error.code !== "EPIPE") throw error;
    controller.abort();
  });
  return { write: (text) => stream.write(text), isTerminal: stream.isTTY === true };
}
