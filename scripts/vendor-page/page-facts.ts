/** A parameter or field, as the tables of the vendor's page have it. */
export interface PageField {
  type: string;
  /** Of parameters alone: whether a request needs it. */
  mandatory?: boolean;
  /** The values that the page lists. */
  values?: string[];
  /** The numbers that the page allows, such as `0 to 10`. */
  range?: string;
  default?: string;
}

/** What a page says, by table and name. */
export interface PageFacts {
  /** When the vendor changed the page. */
  updated: string;
  /** Method and path. */
  uri: string;
  tables: Record<string, Record<string, PageField>>;
}

const name = /^[a-z][a-z0-9_]*$/;
const type = /^(String|Integer|Long|Double|Boolean|Array of .+|\S+ objects?)$/;

/** What stands below a table. */
const afterTable = /^(Table \d|Status code|Request Parameters|Example )/;

/**
 * Reads the text of a page of the vendor's API reference, as a browser copies it.
 *
 * @throws an `Error` when it has no table of parameters, and so is no such page
 */
export function pageFacts(text: string): PageFacts {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const [, updated = ''] = /^Updated on (\d{4}-\d{2}-\d{2})/m.exec(text) ?? [];
  const uri = lines.find((line) => /^(GET|POST|PUT|DELETE) \//.test(line)) ?? '';
  const tables: PageFacts['tables'] = {};
  let fields: Record<string, PageField> | undefined;
  for (const [index, line] of lines.entries()) {
    const [, number, caption] = /^Table (\d+) (.*)$/.exec(line) ?? [];
    if (number !== undefined) {
      fields = {};
      tables[`${number} ${caption}`] = fields;
    } else if (afterTable.test(line)) {
      fields = undefined;
    } else if (fields && startsField(lines, index)) {
      fields[line] = fieldAt(lines, index);
    }
  }
  if (Object.keys(tables).length === 0) {
    throw new Error('The text has no table of parameters: copy the whole page as text.');
  }
  return { updated, uri, tables };
}

/** A row begins with a name, whether it is mandatory in tables of parameters, and a type. */
function startsField(lines: readonly string[], index: number): boolean {
  const [first = '', second = '', third = ''] = lines.slice(index, index + 3);
  return name.test(first) && (type.test(second) || (/^(Yes|No)$/.test(second) && type.test(third)));
}

function fieldAt(lines: readonly string[], index: number): PageField {
  const mandatory = /^(Yes|No)$/.exec(lines[index + 1] ?? '')?.[0];
  const begin = index + (mandatory === undefined ? 2 : 3);
  let end = begin;
  while (end < lines.length && !startsField(lines, end) && !afterTable.test(lines[end]!)) end++;
  const said = lines.slice(begin, end);
  const allowed = section(said, 'Range');
  const values = allowed.flatMap(valuesIn);
  const range = allowed.find((line) => /^\d+ to \d+$/.test(line));
  const [fallback] = section(said, 'Default Value');
  return {
    type: lines[begin - 1]!,
    ...(mandatory === undefined ? {} : { mandatory: mandatory === 'Yes' }),
    ...(values.length > 0 ? { values } : {}),
    ...(range === undefined ? {} : { range }),
    ...(fallback === undefined || fallback === 'N/A' ? {} : { default: fallback }),
  };
}

/** The lines below a heading of a row. */
function section(lines: readonly string[], heading: string): string[] {
  const begin = lines.indexOf(heading);
  if (begin < 0) return [];
  const rest = lines.slice(begin + 1);
  const end = rest.findIndex((line) => /^(Definition|Constraints|Range|Default Value)$/.test(line));
  return end < 0 ? rest : rest.slice(0, end);
}

/** `a (one), b (two)`, `a: one` and `a`, each on a line, list values. */
function valuesIn(line: string): string[] {
  const listed = [...line.matchAll(/(?:^|,\s*|\bor\s+)([a-z0-9_]+)(?=\s*\(|: |$)/g)];
  return listed.map(([, value = '']) => value);
}
