/** One thing that is wrong, in ajv's words. */
export interface ValidationError {
  /** JSON pointer to the value. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: { readonly [name: string]: unknown };
}

/** `errors` belongs to the last call: null if the value was right. */
export interface Validator {
  (value: unknown): boolean;
  errors: readonly ValidationError[] | null;
}

/** A line of a trace. */
export const trace: Validator;
/** A line of a client history. */
export const history: Validator;
/** A run document. */
export const run: Validator;
