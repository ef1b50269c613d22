/** Whether a text is the id of a firewall: a UUID in lower case. */
export function isUuid(text: string): text is string {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

/** Whether a text is the id of a project: 32 hexadecimal digits in lower case. */
export function isProject(text: string): text is string {
  return /^[0-9a-f]{32}$/.test(text);
}
