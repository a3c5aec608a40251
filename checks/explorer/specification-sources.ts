import {
  type Constants,
  findRefinement,
  initialProperty,
  instantiate,
  type Machine,
  type Obligations,
  obligationOf,
  type Specification,
  SpecificationError,
  specifications,
} from "../../spec/index.js";

/** What is to be explored: enough to build the same machine in every thread. */
export interface MachineRequest {
  readonly spec: string;
  /** Those that differ from their defaults. */
  readonly constants: { readonly [constant: string]: number };
  /** Names of sorts whose members are interchangeable. */
  readonly symmetry: readonly string[];
  /** Null: the standard ones. */
  readonly properties: readonly string[] | null;
  readonly mutant: string | null;
  /** The refinement to check in place of all properties. */
  readonly refinement?: string;
}

/** A wrong rule, and how an exhaustive search shows that it is wrong. */
export interface DeclaredMutant {
  readonly id: string;
  readonly summary: string;
  readonly violates: string;
  readonly constants: { readonly [constant: string]: number };
  /** Actions of the shortest counterexample within these constants. */
  readonly shortest: number;
}

/** Something that can be explored, and what can be asked of it. */
export interface MachineSource {
  readonly name: string;
  readonly summary: string;
  readonly constants: Constants;
  /** Mutants that are known to break something within known bounds. */
  readonly mutants: readonly DeclaredMutant[];
  /** All mutants that can be put in. */
  readonly mutantIds: readonly string[];
  /** The packed states mean the same in every thread. */
  readonly shareable: boolean;
  /** @throws SpecificationError or RangeError for what it does not know. */
  open(request: MachineRequest): Machine;
}

function ofSpecification(specification: Specification): MachineSource {
  return {
    name: specification.name,
    summary: specification.summary,
    constants: specification.constants,
    mutants: specification.mutants,
    mutantIds: specification.mutants.map(({ id }) => id),
    shareable: true,
    open: ({ constants, symmetry, properties, mutant }) =>
      instantiate(specification, {
        constants,
        symmetry,
        ...(properties === null ? {} : { properties }),
        ...(mutant === null ? {} : { mutant }),
      }),
  };
}

/** The specifications. Their machines are the same in every thread, so threads can explore them together. */
export const specificationSources: readonly MachineSource[] = specifications.map(ofSpecification);

/**
 * Builds the machine of a specification that a request asks for.
 * @throws RangeError if there is no specification of that name.
 */
export function openSpecification(request: MachineRequest): Machine {
  return openFrom(specificationSources, request);
}

/** Builds the machine that a request asks for, of one of some sources. */
export function openFrom(sources: readonly MachineSource[], request: MachineRequest): Machine {
  if (request.refinement !== undefined) return openRefinement(request, request.refinement).machine;
  const source = sources.find(({ name }) => name === request.spec);
  if (source === undefined) throw new RangeError(`there is no specification ${request.spec}`);
  return source.open(request);
}

/** A machine that holds each step against a refinement, and what was checked so far. */
export interface RefinementMachine {
  readonly machine: Machine;
  /** Whether each initial state is read as one. */
  readonly beginsRight: boolean;
  obligations(): Obligations;
}

/**
 * Builds the machine of a request with a refinement in place of the properties.
 * @throws SpecificationError for a refinement that is not known, or of another specification.
 */
export function openRefinement(request: MachineRequest, name: string): RefinementMachine {
  const refinement = findRefinement(name);
  const specification = specifications.find((one) => one.name === refinement.of);
  if (specification === undefined || refinement.of !== request.spec) {
    throw new SpecificationError(`refinement ${name} is of ${refinement.of}, not of ${request.spec}`);
  }
  const { constants, symmetry, mutant } = request;
  const instance = { constants, symmetry, properties: [], ...(mutant === null ? {} : { mutant }) };
  const obligation = obligationOf(refinement);
  const first = instantiate(specification, { ...instance, extra: initialProperty(refinement) });
  return {
    machine: instantiate(specification, { ...instance, extra: obligation.properties }),
    beginsRight: first.initial.every((words) => first.judge(words, 0) === -1),
    obligations: () => obligation.counters(),
  };
}
