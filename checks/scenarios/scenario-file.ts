/** Commands that belong together, with what is said about them and what they put out. */
export interface Section {
  /** Lines that begin with "#". */
  readonly comments: readonly string[];
  readonly commands: readonly string[];
  /** Number of the first command's line in the file, from 1. */
  readonly firstLine: number;
  readonly output: readonly string[];
}

const separator = "----";

/**
 * Reads a scenario. Blank lines set sections apart; in each come comments, commands (one a line), "----", and
 * the output of the commands.
 */
export function parseScenario(text: string): Section[] {
  const sections: Section[] = [];
  let begin = 0;
  const lines = [...text.split("\n"), ""];
  for (const [offset, line] of lines.entries()) {
    if (line !== "") continue;
    if (offset > begin) sections.push(parseSection(lines.slice(begin, offset), begin + 1));
    begin = offset + 1;
  }
  return sections;
}

function parseSection(lines: readonly string[], firstLine: number): Section {
  const end = lines.includes(separator) ? lines.indexOf(separator) : lines.length;
  const comments = lines.slice(0, end).filter((line) => line.startsWith("#"));
  const commands = lines.slice(0, end).filter((line) => !line.startsWith("#"));
  return { comments, commands, firstLine: firstLine + comments.length, output: lines.slice(end + 1) };
}

/** The text of a scenario, as `parseScenario` reads it. */
export function printScenario(sections: readonly Section[]): string {
  return `${sections.map((section) => printSection(section).join("\n")).join("\n\n")}\n`;
}

function printSection({ comments, commands, output }: Section): readonly string[] {
  return commands.length === 0 ? comments : [...comments, ...commands, separator, ...output];
}
