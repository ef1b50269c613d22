// @module-tag slow

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import { createClient } from '@cfw-flow/fetch-client';
import { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core/auth/BasicCredentials.js';
import { ClientBuilder } from '@huaweicloud/huaweicloud-sdk-core/ClientBuilder.js';
import type { HcClient } from '@huaweicloud/huaweicloud-sdk-core/HcClient.js';
import type { SdkResponse } from '@huaweicloud/huaweicloud-sdk-core/SdkResponse.js';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { operations, questions } from '../testing/contract-questions.ts';
import { afterSampleFlows, known, sampleFlows } from '../testing/sample-flows.ts';
import { startServer, type TestServer } from './index.ts';

const guide = new URL('../../../docs/guides/test-against-cfw.md', import.meta.url);
const questionsEach = 100;

/** The core of the vendor's SDK, which signs: its package for CFW is not on npm. */
function vendorClient({ endpoint, projectId }: TestServer): HcClient {
  const credentials = new BasicCredentials().withAk('any').withSk('any').withProjectId(projectId);
  return new ClientBuilder<HcClient>((built) => built as HcClient)
    .withCredential(credentials)
    .withEndpoint(endpoint)
    .build();
}

/** The `Authorization` of all requests that servers of this process get. */
function authorizations(): string[] {
  const seen: string[] = [];
  const look = (message: unknown) => {
    const { request } = message as { request: IncomingMessage };
    if (request.headers.authorization !== undefined) seen.push(request.headers.authorization);
  };
  subscribe('http.server.request.start', look);
  onTestFinished(() => void unsubscribe('http.server.request.start', look));
  return seen;
}

test('The vendor’s SDK for Node gets the answers that our client gets.', async () => {
  await using server = await startServer({ flows: sampleFlows, now: () => afterSampleFlows });
  const { endpoint, projectId } = server;
  const client = createClient({ endpoint, projectId });
  const vendor = vendorClient(server);
  const signed = authorizations();
  let asked = 0;
  const differing: object[] = [];
  for (const operation of operations) {
    const random = fc.sample(questions(operation, known), { numRuns: questionsEach, seed: 17 });
    for (const question of random) {
      const theirs = await vendor.sendRequest<SdkResponse & { data: unknown }>({
        method: 'GET',
        url: operation.path,
        contentType: 'application/json',
        queryParams: { ...question },
        pathParams: { project_id: projectId },
        headers: {},
      });
      const ours = await client[operation.id](question as never);
      asked++;
      if (!isDeepStrictEqual(theirs.data, ours)) differing.push({ question, theirs, ours });
    }
  }
  expect(differing).toEqual([]);
  expect(signed).toHaveLength(asked);
  expect(signed.every((header) => header.startsWith('SDK-HMAC-SHA256 Access=any'))).toBe(true);
  const line = `vendor SDKs: ${asked - differing.length} of ${asked} questions equal`;
  console.log(line);
  expect(readFileSync(guide, 'utf8')).toContain(line);
});
