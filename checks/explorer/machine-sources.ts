import { defaultRules } from "../../impl/core/index.js";
import { chartRules } from "../../model/index.js";
import { type Machine, SpecificationError } from "../../spec/index.js";
import type { ProtocolRules } from "../../traces/format/index.js";
import { catalogue, findMutant } from "../mutants/index.js";
import { createChartMachine } from "./chart-machine.js";
import { clusterConstants } from "./cluster-machine-bounds.js";
import { clusterMutants } from "./cluster-machine-mutants.js";
import { createImplMachine, type ImplMachineOptions } from "./impl-machine.js";
import {
  type DeclaredMutant,
  type MachineRequest,
  type MachineSource,
  openFrom,
  specificationSources,
} from "./specification-sources.js";

/** A cluster whose servers decide by some rules. */
function ofCluster(
  name: string,
  summary: string,
  right: ProtocolRules,
  mutants: readonly DeclaredMutant[],
  create: (options: ImplMachineOptions) => Machine,
): MachineSource {
  return {
    name,
    summary,
    constants: clusterConstants,
    mutants,
    mutantIds: catalogue.map(({ id }) => id),
    shareable: false,
    open: ({ constants, symmetry, properties, mutant }) => {
      if (symmetry.length > 0) throw new SpecificationError(`${name} knows no symmetry`);
      const change = mutant === null ? undefined : findMutant(mutant);
      return create({
        bounds: constants,
        rules: { ...right, ...change?.change(right) },
        ...(properties === null ? {} : { properties }),
      });
    },
  };
}

const implMutants = clusterMutants.map(
  ({ id, violates, bounds, shortest }): DeclaredMutant => ({
    id,
    summary: findMutant(id)?.fault ?? "",
    violates,
    constants: bounds,
    shortest,
  }),
);

/** All that `lockstep explore` knows. */
export const machineSources: readonly MachineSource[] = [
  ...specificationSources,
  ofCluster("charts", "a cluster of statecharts", chartRules, [], createChartMachine),
  ofCluster(
    "impl",
    "a cluster of the implementation's servers",
    defaultRules,
    implMutants,
    createImplMachine,
  ),
];

/** The source with this name. */
export function findSource(name: string): MachineSource | undefined {
  return machineSources.find((source) => source.name === name);
}

/** Builds the machine that a request asks for. */
export function openMachine(request: MachineRequest): Machine {
  return openFrom(machineSources, request);
}
