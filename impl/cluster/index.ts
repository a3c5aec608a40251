export {
  type ClientPlan,
  type ClockPlan,
  type CrashKeeps,
  type CrashPlan,
  type DiskPlan,
  describeFaultPlan,
  drawFaultPlan,
  electionTimeout,
  type FaultPlan,
  type NetworkPlan,
  type PartitionKind,
  type PartitionPlan,
} from "./fault-plan.js";
export { type RecoveryBound, recoveryBound } from "./liveness.js";
export { Random } from "./random.js";
export { type OutstandingWrite, SimulatedDisk } from "./simulated-disk.js";
export { type Envelope, type Pick, SimulatedNetwork } from "./simulated-network.js";
export { drawOptions } from "./swarm-options.js";
export { type PhaseLength, runTimedHistory, type TimedHistory, type TimedResult } from "./timed-cluster.js";
export { serverNames } from "./timed-world.js";
export { addWitnesses, noWitnesses, type Witnesses, type WitnessName, witnessNames } from "./witnesses.js";
export { timers, World, type WorldConfiguration } from "./world.js";
