export { type Checked, checkOperationLine, checkRunDocument, checkTraceLine } from "./check.js";
export { below, type Problem, shortJson } from "./problem.js";
