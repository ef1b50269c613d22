import { CfwResponseError } from './errors.ts';
import { field, parsed, textField } from './loose-json.ts';
import { excerpt, requestIdOf, send, type TransportOptions } from './transport.ts';

/**
 * Asks IAM for the id of a region's project: `GET /v3/projects?name={region}`, as the vendor's
 * SDKs do.
 *
 * @throws {@link CfwResponseError} when there is no such project
 */
export async function findProjectId(
  endpoint: string,
  region: string,
  options: TransportOptions,
): Promise<string> {
  const url = `${endpoint}/v3/projects?name=${encodeURIComponent(region)}`;
  const answer = await send(url, options);
  const id = projectNamed(region, answer.text);
  if (id !== undefined) return id;
  throw new CfwResponseError(
    `IAM knows no project ${region} that these credentials can use: ${excerpt(answer.text)}. Give the projectId.`,
    { status: answer.status, requestId: requestIdOf(answer) },
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
