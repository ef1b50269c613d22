/** Tells whether a text can be the id of a project. */
export function isProjectId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}
