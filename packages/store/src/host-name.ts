/**
 * A host name as it is kept: in lower case, without final dots. Names have no case (RFC 4343). What is
 * kept is written so already.
 */
export function canonicalHost(name: string): string {
  let end = name.length;
  while (name[end - 1] === '.') end -= 1;
  return name.slice(0, end).toLowerCase();
}
