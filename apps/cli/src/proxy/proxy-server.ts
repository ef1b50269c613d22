import { CfwApiError, CfwError, CfwRateLimitError, CfwTimeoutError } from '@cfw-flow/fetch-client';
import { addOperations, createGuardedServer, GatewayRefusal } from '@cfw-flow/server';
import contract from '@cfw-flow/types/flow-log-analysis.json' with { type: 'json' };
import type { FastifyInstance, FastifyReply, RouteOptions } from 'fastify';
import { Failure } from '../failure.ts';
import { jsonLine } from '../output/json.ts';
import { findConsole, serveConsole } from '../serve/console-site.ts';
import { guardLoopback } from '../serve/loopback-guard.ts';
import type { ContextSource } from './console-context.ts';
import type { OperationName, Service } from './service.ts';

/** A server that doesn't listen yet. */
interface ProxyServer {
  server: FastifyInstance;
  /** Whether the console is built; without it, its page says how to build it. */
  hasConsole: boolean;
}

/** Creates the server of a console whose questions another service answers. */
export async function createProxyServer(
  service: Service,
  context: ContextSource,
): Promise<ProxyServer> {
  const server = createGuardedServer();
  guardLoopback(server);
  const files = findConsole();
  await server.register(async (questions) => {
    questions.setErrorHandler((error, request, reply) => answerFailure(error, request.id, reply));
    addOperations(questions, operationRoutes(service));
    await serveConsole(questions, { context: () => context.read(), files });
  });
  return { server, hasConsole: files !== undefined };
}

function operationRoutes(service: Service): RouteOptions[] {
  return Object.entries(contract.paths).map(([path, { get }]) => ({
    method: 'GET',
    url: path.replaceAll(/\{(\w+)\}/g, ':$1'),
    handler: async (request, reply) => {
      const { project_id } = request.params as { project_id: string };
      checkProject(project_id, service.project);
      const { data, waited } = await service.ask(
        get.operationId as OperationName,
        request.query as object,
        whileAsked(reply),
      );
      reply.header('Server-Timing', `wait;dur=${waited.toFixed(1)}`);
      return reply.type('application/json; charset=utf-8').send(jsonLine({ data }));
    },
  }));
}

function checkProject(asked: string, project: string | undefined): void {
  if (project === undefined || asked === project) return;
  throw new GatewayRefusal(
    403,
    `This console is of project ${project}. Start another one with --project for ${JSON.stringify(asked)}.`,
  );
}

/** Ends when the page goes away before it has its answer. */
function whileAsked(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => controller.abort());
  return controller.signal;
}

/** Answers in the form of the API gateway what the service answered, or why it did not. */
function answerFailure(error: unknown, requestId: string, reply: FastifyReply): FastifyReply {
  if (reply.raw.destroyed) return reply.hijack();
  if (error instanceof Failure) throw new GatewayRefusal(503, error.message);
  if (!(error instanceof CfwError)) throw error;
  const retryAfter = error instanceof CfwRateLimitError && error.headers.get('Retry-After');
  if (retryAfter) reply.header('Retry-After', retryAfter);
  return reply.code(statusOf(error)).send({
    error_code: (error instanceof CfwApiError && error.code) || 'APIGW.0201',
    error_msg: error.message,
    request_id: (error instanceof CfwApiError && error.requestId) || requestId,
  });
}

function statusOf(error: CfwError): number {
  if (error instanceof CfwApiError) return error.status;
  return error instanceof CfwTimeoutError ? 504 : 503;
}
