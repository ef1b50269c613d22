const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/**
 * A bar of a length; what is more than nothing shows.
 *
 * @param share - from 0 to 1
 * @param width - places of the whole
 */
export function bar(share: number, width: number): string {
  if (share <= 0) return '';
  const length = Math.max(1, Math.round(share * width * 8));
  return '█'.repeat(Math.floor(length / 8)) + eighths[length % 8]!;
}

const heights = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** Values as bars beside each other, one place each; what is more than nothing shows. */
export function sparkline(values: readonly number[], max: number): string {
  return values
    .map((value) => heights[value <= 0 ? 0 : Math.max(1, Math.round((value / max) * 8))]!)
    .join('');
}
