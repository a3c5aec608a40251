import Mocha from "mocha";

/** Mocha's own report, closed by one line that a script can read: `N passed, N failed, N skipped`. */
export default class ClosingReporter extends Mocha.reporters.Spec {
  epilogue() {
    super.epilogue();
    const { passes, failures, pending } = this.stats;
    Mocha.reporters.Base.consoleLog(`${passes} passed, ${failures} failed, ${pending} skipped`);
  }
}
