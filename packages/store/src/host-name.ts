/** A host name as it is kept: in lower case, without a final dot. Names have no case (RFC 4343). */
export function canonicalHost(name: string): string {
  return (name.endsWith('.') ? name.slice(0, -1) : name).toLowerCase();
}
