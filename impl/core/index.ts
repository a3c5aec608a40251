import type { Input, ProtocolRules, ServerConfiguration, Subject } from "../../traces/format/index.js";
import { defaultRules } from "./default-rules.js";
import { step } from "./node.js";
import { createState, type ServerState } from "./state.js";

export { defaultRules } from "./default-rules.js";
export { packState, unpackState } from "./pack-state.js";
export type { ServerState } from "./state.js";

/** A server of the core: a `Subject` that also shows what the view leaves out, for `packState`. */
export interface CoreServer extends Subject {
  readonly state: ServerState;
}

/**
 * Makes the server of one life; its first input is `start`. `rules` replaces decisions of the protocol (a
 * mutant). A `step` throws for errors of the driver only: a second start, the end of a write that was never
 * begun, an input that this version does not speak.
 */
export function createServer(
  configuration: ServerConfiguration,
  rules: ProtocolRules = defaultRules,
): CoreServer {
  const state = createState(configuration, rules);
  return { state, step: (input: Input) => step(state, input) };
}
