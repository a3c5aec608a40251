export { chartDiagram, chartTable } from "./chart-diagram.js";
export { type ChartPath, chartPaths } from "./chart-paths.js";
export { chartRules } from "./chart-rules.js";
export { type ChartOptions, type ChartSubject, createChart } from "./chart-runner.js";
export type { MaySendReason } from "./may-send.js";
export { createRaftChart, type RaftChart } from "./raft-chart.js";
export { type DeclaredTransition, declaredTransitions, TransitionCoverage } from "./transition-coverage.js";
