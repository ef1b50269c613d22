import { iamEndpoint } from './iam-endpoint.ts';
import { field, parsed, textField } from './loose-json.ts';
import type { Region } from './region.ts';
import { type Answer, call, type TransportOptions } from './transport.ts';

/**
 * Asks IAM for the id of a region's project: `GET /v3/projects?name={region}`, as the vendor's
 * SDKs do.
 *
 * @param fault - makes the error for an answer with no such project
 */
export async function findProjectId(
  region: Region,
  options: TransportOptions,
  fault: (answer: Answer, message: string) => Error,
): Promise<string> {
  const endpoint = iamEndpoint(region);
  const url = `${endpoint}/v3/projects?name=${region}`;
  const answer = await call(options, endpoint, (send) => send(url));
  const id = projectNamed(region, answer.text);
  if (id !== undefined) return id;
  throw fault(
    answer,
    `IAM knows no project ${region} that these credentials can use. Give the projectId. It answered`,
  );
}

function projectNamed(name: string, text: string): string | undefined {
  const projects = field(parsed(text), 'projects');
  if (!Array.isArray(projects)) return undefined;
  return textField(
    projects.find((project) => field(project, 'name') === name),
    'id',
  );
}
