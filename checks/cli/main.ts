#!/usr/bin/env node
import pc from "picocolors";
import { processEnvironment } from "./process-environment.js";
import { runCli } from "./run-cli.js";

process.exitCode = await runCli(process.argv.slice(2), processEnvironment(process, pc.isColorSupported));
