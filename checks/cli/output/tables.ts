import { stripVTControlCharacters } from "node:util";
import type pc from "picocolors";
import { formatInteger } from "./numbers.js";

/** Text as it is to be shown, or a number: whole ones get their thousands set apart. */
export type Cell = string | number;

type Colors = ReturnType<typeof pc.createColors>;

const GAP = "  ";

/**
 * Rows as aligned columns, under a heading (none if it is empty). A column in which every cell is a number,
 * with or without a unit, is aligned right. Cells may be coloured.
 */
export function formatTable(
  heading: readonly string[],
  rows: readonly (readonly Cell[])[],
  colors: Colors,
): string {
  const texts = rows.map((row) => row.map(cellText));
  const columns = Math.max(heading.length, ...texts.map((row) => row.length));
  const shapes = Array.from({ length: columns }, (_, column) => shapeOf(column, heading, texts));
  const line = (row: readonly string[]): string =>
    row
      .map((text, column) => pad(text, shapes[column] as Shape))
      .join(GAP)
      .trimEnd();
  const head = heading.length === 0 ? [] : [colors.bold(line(heading))];
  return [...head, ...texts.map(line)].join("\n");
}

interface Shape {
  readonly width: number;
  readonly isNumeric: boolean;
}

function shapeOf(column: number, heading: readonly string[], rows: readonly (readonly string[])[]): Shape {
  const cells = rows.map((row) => plain(row[column] ?? "")).filter((text) => text !== "");
  const widths = [heading[column] ?? "", ...cells].map(lengthOf);
  return { width: Math.max(...widths), isNumeric: cells.length > 0 && cells.every(isNumeric) };
}

/** "12,345", "3.4 s", "97 %", and "–" for no value. */
function isNumeric(text: string): boolean {
  return /^(-?\d[\d.,]*(( \p{L}+| %|\/s)( \d+ \p{L}+)?)*|–)$/u.test(text);
}

function cellText(cell: Cell): string {
  if (typeof cell === "string") return cell;
  return Number.isInteger(cell) ? formatInteger(cell) : cell.toFixed(2);
}

function pad(text: string, { width, isNumeric }: Shape): string {
  const space = " ".repeat(Math.max(0, width - lengthOf(plain(text))));
  return isNumeric ? space + text : text + space;
}

const plain = stripVTControlCharacters;
const lengthOf = (text: string): number => [...text].length;
