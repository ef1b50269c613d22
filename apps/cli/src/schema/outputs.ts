/** Outputs for programs that have a schema, each with the command line that prints it. */
export const outputs = {
  top: 'top ITEM --json',
  'top-line': 'a line of top ITEM --ndjson',
  'top-lists': 'top ITEM… --json of several items, or with --by',
  'top-lists-line': 'a line of top ITEM… --ndjson of several items, or with --by',
  trend: 'trend --json',
  'trend-line': 'a line of trend --ndjson',
  detail: 'detail ITEM VALUE --json',
  'detail-line': 'a line of detail ITEM VALUE --ndjson',
  compare: 'compare [ITEM…] --json',
  'compare-line': 'a line of compare [ITEM…] --ndjson',
  export: 'a line of export ITEM --format ndjson',
  alerts: 'a line of alerts RULES --json',
  inspect: 'inspect PATH… --json',
  stats: 'stats --json',
  verify: 'verify --json',
} as const;

/** Name of an output, and of its schema. */
export type OutputName = keyof typeof outputs;

/** All {@link OutputName}s. */
export const outputNames = Object.keys(outputs) as OutputName[];
