/** Something with flows in it. */
interface Holding {
  readonly flows: number;
}

/** Cuts a list into portions of at most so many flows, or of one entry. */
export function portions<Entry extends Holding>(
  entries: readonly Entry[],
  max: number,
): (readonly Entry[])[] {
  const cut: Entry[][] = [];
  let flows = Infinity;
  for (const entry of entries) {
    flows += entry.flows;
    if (flows > max) {
      cut.push([]);
      flows = entry.flows;
    }
    cut.at(-1)!.push(entry);
  }
  return cut;
}
