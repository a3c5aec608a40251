/** One JSON document as it goes to standard output, newline included. */
export function printJson(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
