/** Shares from which the classes of the map begin, the lightest first. */
export const classLimits = [0, 0.001, 0.01, 0.05, 0.2] as const;

/** The class of a share, 0 for the lightest. */
export function shareClass(share: number): number {
  return classLimits.findLastIndex((limit) => share >= limit);
}
