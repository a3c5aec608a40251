export type * from "../machine.js";
export * from "./declaration.js";
export { SpecificationError } from "./error.js";
export { type Instance, instantiate } from "./instantiate.js";
export * from "./specification.js";
export * from "./subset.js";
export type * from "./views.js";
