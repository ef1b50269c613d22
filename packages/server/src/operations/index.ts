import type { Operation } from '@cfw-flow/store';
import contract from '@cfw-flow/types/flow-log-analysis.json' with { type: 'json' };
import type { RouteOptions } from 'fastify';
import { type Contract, operation, operationIds } from '../contract.ts';
import { type OperationParts, operationRoute } from '../operation-route.ts';
import type { ServerOptions } from '../server.ts';
import { flowDetail } from './flow-detail.ts';
import { flowStatistic } from './flow-statistic.ts';
import { flowTrend } from './flow-trend.ts';

/** Operations that do something in their own way. */
const parts: { readonly [Id in Operation]?: OperationParts<Id> } = {
  listFlowStatistic: flowStatistic,
  showFlowDetail: flowDetail,
  showFlowTrend: flowTrend,
};

/** A route for every operation of the contract. */
export function operationRoutes(options: ServerOptions): RouteOptions[] {
  const documented = contract as unknown as Contract;
  return operationIds(documented).map((id) => routeOf(id as Operation, documented, options));
}

function routeOf<Id extends Operation>(
  id: Id,
  documented: Contract,
  options: ServerOptions,
): RouteOptions {
  const own: OperationParts<Id> = parts[id] ?? {};
  return operationRoute(id, operation(documented, id), own, options);
}
