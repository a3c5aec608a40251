import { register } from "node:module";

register("./coverage-hook.mjs", import.meta.url);
