/**
 * Brings a JSON value into canonical form: the fields of the type, in the order of the type. A value that
 * has it already is answered itself, so that the usual case costs a look and no copy.
 */
export type Arrange<T> = (value: T) => T;

type Scalar = string | number | boolean | null;

/** Stands for a value that has one form only: a text, number, truth value or null, or a list of such. */
export const scalar = "scalar" as const;

/** How a field of type V is brought into form. */
type Field<V> = [V] extends [Scalar | readonly Scalar[]] ? typeof scalar : Arrange<V>;

export function orNull<T>(arrange: Arrange<T>): Arrange<T | null> {
  return (value) => (value === null ? null : arrange(value));
}

export function list<T>(arrange: Arrange<T>): Arrange<readonly T[]> {
  return (values) => {
    for (const value of values) if (arrange(value) !== value) return values.map(arrange);
    return values;
  };
}

/** An object with exactly these fields, in this order. The compiler asks for every field of T. */
export function object<T>(fields: NoInfer<{ readonly [Key in keyof T]-?: Field<T[Key]> }>): Arrange<T> {
  const keys = Object.keys(fields) as (keyof T & string)[];
  const arranges = keys.map((key) => {
    const field = fields[key] as typeof scalar | Arrange<unknown>;
    return field === scalar ? null : field;
  });
  const isArranged = (value: T): boolean => {
    let offset = 0;
    for (const key in value) {
      if (key !== keys[offset]) return false;
      const arrange = arranges[offset] as Arrange<unknown> | null;
      if (arrange !== null && arrange(value[key]) !== value[key]) return false;
      offset += 1;
    }
    return offset === keys.length;
  };
  return (value) => {
    if (isArranged(value)) return value;
    const members = keys.map((key, offset) => [key, arranges[offset]?.(value[key]) ?? value[key]]);
    return Object.fromEntries(members) as T;
  };
}

/** A union told apart by `kind`. */
export function tagged<T extends { readonly kind: string }>(
  variants: { readonly [Kind in T["kind"]]: Arrange<Extract<T, { readonly kind: Kind }>> },
): Arrange<T> {
  const arranges = variants as { readonly [kind: string]: unknown } as {
    readonly [kind: string]: Arrange<T>;
  };
  return (value) => (arranges[value.kind] as Arrange<T>)(value);
}
