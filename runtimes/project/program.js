// What a user's program may do with the client, in whatever runs it: only what is handed in, and
// what every runtime has. The firewalls are those of ../endpoint.ts.

const statistic = (firewall) => ({
  fw_instance_id: firewall,
  log_type: 'internet',
  item: 'dst_host',
  range: 0,
});

/** @returns what came of each call, as JSON can say it */
export async function run(library, { endpoint, credentials, allowSecretsInBrowser }) {
  const { createClient, CfwBadRequestError, isCfwError } = library;
  const clientWith = (options) =>
    createClient({
      endpoint,
      projectId: 'a16df7cf1d094befa6bbc72cbf51e93a',
      credentials,
      allowSecretsInBrowser,
      ...options,
    });
  const client = clientWith();

  const answer = await client.listFlowStatistic(statistic('usual')).withResponse();

  const refusal = await failureOf(client.listFlowStatistic(statistic('unknown')));
  const stranger = clientWith({ credentials: { accessKey: 'AK-EXAMPLE', secretKey: 'guessed' } });

  const retries = [];
  const persistent = clientWith({ onRetry: ({ error }) => retries.push(error.name) });

  const exact = clientWith({ integers: 'bigint' });
  const large = (await exact.listFlowStatistic(statistic('large'))).records[0].request_byte;

  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error('enough')), 100);
  const { signal } = controller;
  const hasty = clientWith({ timeout: 100, retries: 0 });

  return {
    signedCall: { ...answer.data, status: answer.response.status, id: answer.response.requestId },
    badRequest: {
      name: refusal.name,
      status: refusal.status,
      code: refusal.code,
      id: refusal.requestId,
      isError: refusal instanceof Error,
      isBadRequest: refusal instanceof CfwBadRequestError,
      isOurs: isCfwError(refusal),
    },
    wrongKey: (await failureOf(stranger.listFlowStatistic(statistic('usual')))).name,
    afterRetry: { total: (await persistent.listFlowStatistic(statistic('busy'))).total, retries },
    large: `${large}${typeof large === 'bigint' ? 'n' : ''}`,
    inexact: (await failureOf(client.listFlowStatistic(statistic('large')))).name,
    aborted: await failureOf(client.listFlowStatistic(statistic('silent'), { signal })).then(
      ({ name, cause }) => `${name}: ${cause.message}`,
    ),
    timedOut: (await failureOf(hasty.listFlowStatistic(statistic('silent')))).name,
  };
}

async function failureOf(promise) {
  try {
    return { name: 'none', got: await promise };
  } catch (error) {
    return error;
  }
}
