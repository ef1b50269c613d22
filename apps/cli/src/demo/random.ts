/** A source of numbers in [0, 1), the same for the same seeds. */
export type Random = () => number;

/** Mulberry32, started from a mix of the seeds so that neighbouring seeds are unlike. */
export function randomFrom(...seeds: readonly number[]): Random {
  let state = 0x9e3779b9;
  for (const seed of seeds) {
    state = scramble(state ^ (seed >>> 0));
    state = scramble(state ^ Math.floor(seed / 2 ** 32));
  }
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function scramble(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return mixed ^ (mixed >>> 15);
}

/** How many events happen where `mean` are expected (Poisson; meant for small means). */
export function count(random: Random, mean: number): number {
  const limit = Math.exp(-mean);
  let events = 0;
  for (let product = random(); product > limit; product *= random()) events += 1;
  return events;
}

/** A log-normal amount: half of them are below `median`; a greater `spread` has a longer tail. */
export function amount(random: Random, median: number, spread: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return median * Math.exp(spread * normal);
}

/** A whole number from `first` to `last`, all equally likely. */
export function between(random: Random, first: number, last: number): number {
  return first + Math.floor(random() * (last - first + 1));
}

/** A way to choose: each item as likely as its weight says. */
export function weighted<T>(items: readonly T[], weight: (item: T, index: number) => number) {
  let sum = 0;
  const bounds = items.map((item, index) => (sum += weight(item, index)));
  return (random: Random): T => {
    const target = random() * sum;
    let low = 0;
    let high = items.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (bounds[middle]! > target) high = middle;
      else low = middle + 1;
    }
    return items[low]!;
  };
}

/** A way to choose where the first items are the popular ones (Zipf's law). */
export function zipf<T>(items: readonly T[], exponent = 1) {
  return weighted(items, (_item, index) => (index + 1) ** -exponent);
}
