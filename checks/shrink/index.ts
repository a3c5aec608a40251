export { type ChoiceHistory, runChoices } from "./choice-runner.js";
export { type Choice, choicesOf } from "./choices.js";
export { protocolSteps } from "./protocol-steps.js";
export { settingsOf, shrink, shrinkHistory } from "./shrink.js";
