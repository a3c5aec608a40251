import { benchCommand } from "./bench-command.js";
import { checkCommand } from "./check-command.js";
import type { CliCommand } from "./command.js";
import { coverageCommand } from "./coverage-command.js";
import { exploreCommand } from "./explore-command.js";
import { mutantsCommand } from "./mutants-command.js";
import { replayCommand } from "./replay-command.js";
import { schemaCommand } from "./schema-command.js";
import { shrinkCommand } from "./shrink-command.js";
import { validateCommand } from "./validate-command.js";
import { verifyCommand } from "./verify-command.js";

/** Every command, in the order of `--help`. */
export const commands: readonly CliCommand[] = [
  verifyCommand,
  exploreCommand,
  checkCommand,
  mutantsCommand,
  replayCommand,
  shrinkCommand,
  validateCommand,
  benchCommand,
  coverageCommand,
  schemaCommand,
];
