/** Values by name, as written `name=value`. */
export interface Options {
  readonly [name: string]: string;
}

/** Reads words of the form `name=value`; throws if one is not, or its name is not among those known. */
export function optionsOf(words: readonly string[], known: readonly string[]): Options {
  return Object.fromEntries(
    words.map((word) => {
      const [name = "", value] = word.split("=");
      if (value === undefined || !known.includes(name)) throw new Error(`what is meant by ${word}?`);
      return [name, value];
    }),
  );
}

/** A number without sign or fraction. */
export function wholeNumber(word: string): number {
  if (!/^\d+$/.test(word)) throw new Error(`${word} is not a whole number`);
  return Number(word);
}
