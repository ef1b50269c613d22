// Logs all of the client that a program may log.
import { createClient } from '@cfw-flow/fetch-client';
import { fromEnv } from '@cfw-flow/fetch-client/node';

const [, , endpoint] = process.argv;
const provider = fromEnv();
const credentials = await provider();
const client = createClient({
  endpoint,
  projectId: 'a16df7cf1d094befa6bbc72cbf51e93a',
  credentials,
  logger: console,
});
const question = { fw_instance_id: 'unknown', log_type: 'internet', item: 'app', range: 0 };
const failure = await client.listFlowStatistic(question).catch((error) => error);

for (const one of [provider, credentials, client, failure]) {
  console.log(one);
  console.log(`${JSON.stringify(one)} ${one}`);
}
