/** Data as JSON in which integers beyond 2^53 stay exact. */
export function exactJson(value: unknown, indent = ''): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const [open, close, entries] = Array.isArray(value)
    ? ['[', ']', value.map((one) => exactJson(one, inner))]
    : ['{', '}', members(value, inner)];
  if (entries.length === 0) return open + close;
  return `${open}\n${inner}${entries.join(`,\n${inner}`)}\n${indent}${close}`;
}

function members(value: object, indent: string): string[] {
  return Object.entries(value).flatMap(([name, one]) =>
    one === undefined ? [] : [`${JSON.stringify(name)}: ${exactJson(one, indent)}`],
  );
}
