export { renderReport } from "./render-report.js";
export type {
  FailureReport,
  PropertyReport,
  ReportData,
  StageReport,
  TransitionReport,
  WitnessReport,
} from "./report-data.js";
