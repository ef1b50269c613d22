import { iamEndpoint } from './iam-endpoint.ts';
import { field, parsed, textField } from './loose-json.ts';
import type { Region } from './region.ts';
import { responseError } from './answer.ts';
import { isProjectId } from './project-id.ts';
import { call, type TransportOptions } from './transport.ts';

/**
 * Asks IAM for the id of a region's project: `GET /v3/projects?name={region}`, as the vendor's
 * SDKs do.
 *
 * @throws {@link CfwResponseError} when the answer has no such project
 */
export async function findProjectId(region: Region, options: TransportOptions): Promise<string> {
  const endpoint = iamEndpoint(region);
  const url = `${endpoint}/v3/projects?name=${region}`;
  const answer = await call(options, endpoint, url);
  const id = projectNamed(region, answer.text);
  if (id !== undefined && isProjectId(id)) return id;
  throw responseError(
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
