/** An end of a flow. */
export type FlowEnd = 'src' | 'dst';

/**
 * The end of a line that the interface which saw it belongs to: the one in an internal network. Of two,
 * or none, the direction tells, `egress` from the interface or `ingress` to it.
 *
 * The networks come first, since a gateway that translates addresses logs both sides of itself: what
 * comes in there from an instance is on its way to an address of the internet.
 *
 * @param direction - `flow-direction` of the line
 * @returns nothing when that isn't known
 */
export function interfaceEnd(
  isFromInside: boolean,
  isToInside: boolean,
  direction: string | undefined,
): FlowEnd | undefined {
  if (isFromInside !== isToInside) return isFromInside ? 'src' : 'dst';
  if (direction === 'egress') return 'src';
  return direction === 'ingress' ? 'dst' : undefined;
}
