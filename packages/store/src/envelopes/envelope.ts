/**
 * What a log lies in since something carried it: a shipper, a collector, a query. A log is read as the
 * lines inside, so that it is the same log with and without. What has no line inside stays as it is.
 */
export type Envelope =
  /** A text before each line. */
  | {
      /** Prefix. */
      readonly kind: 'prefix';
      /** What people call it. */
      readonly title: string;
      /** The text, from the beginning of the line. */
      readonly matches: RegExp;
    }
  /** A JSON object for each line, which has it as a text or an object. */
  | {
      /** Key. */
      readonly kind: 'key';
      /** What people call it. */
      readonly title: string;
      /** Where it is; a key that lies in an object is written `object/key`. */
      readonly key: string;
    }
  /** JSON that is not a line for each object: indented, run together, or objects in a list. */
  | {
      /** Documents. */
      readonly kind: 'documents';
      /** What people call it. */
      readonly title: string;
      /** Key of the list, as of `key`; without it the values themselves, or those of a list. */
      readonly list?: string;
    }
  /** CSV, whose first line names the columns. */
  | {
      /** Column. */
      readonly kind: 'column';
      /** What people call it. */
      readonly title: string;
      /** The column with the line. */
      readonly column: string;
    };
