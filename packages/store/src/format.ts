import type { Conversion } from './reader/conversion.ts';
import type { Envelope } from './envelopes/envelope.ts';
import type { FlowRecord } from './flow.ts';

/** A field of the flow record. */
export type FlowField = keyof FlowRecord;

/**
 * How the lines of a log become flow records: a declaration, from which the reader is made.
 */
export interface LogFormat {
  /** Short name, such as `lts`. */
  readonly name: string;
  /** What people call it. */
  readonly title: string;
  /** How a line is written. */
  readonly layout: Layout;
  /** How its lines are told from those of other formats. */
  readonly mark: FormatMark;
  /** For each field of the flow record that the log has, where it comes from. */
  readonly fields: Readonly<Partial<Record<FlowField, FieldSource>>>;
  /** Which lines are flows, when not all are. The others are skipped, not rejected. */
  readonly only?: Choice;
  /** What lines of flows match, when not all lines are. The others are skipped, not rejected. */
  readonly onlyLines?: RegExp;
  /** Where hosts come from when the line of a flow doesn't have them. */
  readonly hosts?: HostSource;
  /** What the lines lie in, the outermost first. Found out for each log; not declared. */
  readonly envelopes?: readonly Envelope[];
  /**
   * Each line has one way of a conversation: those of one conversation become one flow. See
   * {@link Unidirectional}.
   */
  readonly unidirectional?: Unidirectional;
}

/** Values in columns. A line that has another number of values is rejected, unless it may have more. */
export interface ColumnsLayout {
  /** Columns. */
  readonly kind: 'columns';
  /** Between two values. */
  readonly separator: string;
  /** What stands where there is no value. */
  readonly unset: readonly string[];
  /** Whether a value may stand between double quotes, as in CSV (RFC 4180), though on one line. */
  readonly quoted?: boolean;
  /** Whether lines may have more values than there are columns, which are left out. */
  readonly mayHaveMore?: boolean;
  /** Words of the line that names the columns. */
  readonly header: readonly string[];
  /** Whether the first of these words is none of the columns. */
  readonly headerIsLabelled?: boolean;
  /** Columns of a log without such a line. */
  readonly columns?: readonly string[];
  /** What other lines begin with that are skipped. */
  readonly comment?: string;
  /** Comments that say how the lines after them are written. */
  readonly directives?: ColumnsDirectives;
  /** What is between the members of a set; a comma when left out. */
  readonly setSeparator?: string;
}

/** First words of comments that say how the lines after them are written. */
export interface ColumnsDirectives {
  /** Says the separator, with a space before it. */
  readonly separator: string;
  /** Each says what one of {@link ColumnsLayout.unset} is, in the same order. */
  readonly unset: readonly string[];
  /** Says what is between the members of a set. */
  readonly set: string;
}

/** Text that patterns take apart. */
export interface TextLayout {
  /** Text. */
  readonly kind: 'text';
  /** Of these the first that a line matches counts; its named groups are the keys. */
  readonly patterns: readonly RegExp[];
}

/** How a line is written. */
export type Layout =
  /** A JSON object. A key that lies in an object is written `object/key`. */
  | {
      /** JSON. */
      readonly kind: 'json';
    }
  | ColumnsLayout
  | TextLayout
  /** `key=value` or `key="value"`, with spaces between. Of a key given twice the first counts. */
  | {
      /** Pairs. */
      readonly kind: 'pairs';
    };

/** What tells a line of a format. */
export interface FormatMark {
  /** What it is, for people who had something else: such as `JSON with "event_type" and "flow_id"`. */
  readonly says: string;
  /** Keys that a line has, of several together one. Of a log with a header, the columns. */
  readonly has?: readonly (string | readonly string[])[];
  /** Keys that it lacks. */
  readonly lacks?: readonly string[];
  /** What the line itself matches. */
  readonly matches?: RegExp;
  /**
   * Name of a format whose mark such lines bear, too: this one is taken when the first lines have none
   * that are flows of that one.
   */
  readonly insteadOf?: string;
}

/** Lines whose key has one of these values. */
export interface Choice {
  /** The key. */
  readonly key: string;
  /** The values. */
  readonly is: readonly string[];
  /** Whether a line without the key counts, too. */
  readonly orAbsent?: boolean;
}

/** Where the value of a field comes from: a key, whose text is taken as it is, or more than that. */
export type FieldSource = string | ReadField | ConstantField;

/** A field that is the same for every line. */
export interface ConstantField {
  /** Its text. */
  readonly constant: string;
}

/** A field that is read from a line. */
export interface ReadField {
  /** The key, or several, of which the first with a value counts. */
  readonly key: string | readonly string[];
  /** What is done to its text. */
  readonly as?: Conversion;
  /**
   * Key of a length of time that is added, in seconds or as `h:mm:ss`; nothing is added when it has no
   * value.
   */
  readonly plus?: string;
  /** Key of a length of time that is taken away instead. */
  readonly minus?: string;
  /**
   * For `datetime`: where the clock is of a time without a zone, such as `Europe/Berlin` or `+08:00`.
   * UTC when left out.
   */
  readonly timeZone?: string;
  /** Words that have other names here. A word that becomes an empty text is as good as absent. */
  readonly words?: Readonly<Record<string, string>>;
  /** Text for a line without a value. */
  readonly default?: string;
  /** Where it comes from when this gives no value. */
  readonly otherwise?: ReadField;
}

/**
 * Lines that name the host of a flow, which another line tells. A flow takes the first name under
 * its key, of those that come before it; the logs beside come before everything.
 */
export interface HostSource {
  /** Key that a flow and the line with its host have in common. */
  readonly key: string;
  /** Keys of the host, of which the first with a value counts. */
  readonly names: readonly string[];
  /**
   * Names of the logs that have these lines: what stands for `conn` in the name of the file beside
   * it. The lines may be in the same log, too, and are without them.
   */
  readonly beside?: readonly string[];
}

/**
 * Lines that have one way of a conversation. All lines of a source with the same two ends, protocol,
 * times, action and key are one flow, and their bytes and packets its sums. Of a line that was refused
 * the sender is the client: nothing was answered. Else the end that sent a SYN alone is, where the
 * flags of TCP tell; the end with the greater port, since clients take theirs from above; of equal
 * ports, or none, the end in an internal network, and else the smaller text.
 */
export interface Unidirectional {
  /** Keys that lines of one conversation have in common, such as the interface. */
  readonly keys: readonly string[];
  /** Key of the flags of TCP that were sent, all of them as one number. */
  readonly flags?: string;
  /** Value of `action`, as a flow has it, of a line that was refused. */
  readonly refused: string;
  /** Where a line has the VPC of the interface that saw it. */
  readonly interfaceVpc?: InterfaceVpc;
}

/**
 * The VPC of the interface that saw a line: a key that both `src_vpc` and `dst_vpc` are read from. It
 * stays with the end that is the interface's, see `interfaceEnd`; with both when that isn't known, so
 * that whoever asks for the VPC finds the flow.
 */
export interface InterfaceVpc {
  /** The key. */
  readonly key: string;
  /** Key of the direction as the interface saw it: `egress` or `ingress`. */
  readonly direction: string;
}

/** The keys of a format, each once. */
export function keysOf(format: LogFormat): string[] {
  const { fields, only, hosts, unidirectional } = format;
  const ofFields = Object.values(fields).flatMap((source) => {
    if (typeof source === 'string') return [source];
    if ('constant' in source) return [];
    return readings(source).flatMap((read) => {
      const length = lengthKey(read);
      return [...keysOfField(read), ...(length === undefined ? [] : [length])];
    });
  });
  const others = [
    ...(only ? [only.key] : []),
    ...(hosts ? [hosts.key, ...hosts.names] : []),
    ...(unidirectional?.keys ?? []),
    ...(unidirectional?.flags === undefined ? [] : [unidirectional.flags]),
    ...(unidirectional?.interfaceVpc ? Object.values(unidirectional.interfaceVpc) : []),
  ];
  return [...new Set([...ofFields, ...others])];
}

/** The ways to read a field, of which the first that gives a value counts. */
export function readings(source: ReadField): ReadField[] {
  return [source, ...(source.otherwise ? readings(source.otherwise) : [])];
}

/** The keys that a way to read a field knows. */
export function keysOfField({ key }: ReadField): readonly string[] {
  return typeof key === 'string' ? [key] : key;
}

/** The key of the length of time that moves a time. */
export function lengthKey({ plus, minus }: ReadField): string | undefined {
  return plus ?? minus;
}

/** The source of a field in full; nothing when the format lacks the field. */
export function fieldSource(
  { fields }: LogFormat,
  field: FlowField,
): ReadField | ConstantField | undefined {
  const source = fields[field];
  return typeof source === 'string' ? { key: source } : source;
}
