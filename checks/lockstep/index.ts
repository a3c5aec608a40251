export { type ChartFactory, Lockstep } from "./lockstep.js";
