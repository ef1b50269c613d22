/*
 * Lines of JSON, put together in SQL as programs write them: without spaces, and what is null left
 * out. No name of the made flows has a character that JSON or SQL writes in another way.
 */

/** A text as a value. */
export function text(expression: string): string {
  return `'"' || ${expression} || '"'`;
}

/** An object, of the SQL of its values by their keys. */
export function object(values: Readonly<Record<string, string>>): string {
  const parts = Object.entries(values).map(([key, value]) => `'"${key}":' || ${value} || ','`);
  return `'{' || rtrim(concat(${parts.join(', ')}), ',') || '}'`;
}
