import { ENDPOINT } from './defaults.ts';

/** Variables by what they are for. */
const groups: readonly (readonly [
  title: string,
  variables: readonly (readonly [name: string, says: string])[],
])[] = [
  [
    'Which server, which flows, in place of the option',
    [
      ['CFW_FLOW_ENDPOINT', `--endpoint; ${ENDPOINT} by default`],
      ['CFW_FLOW_REGION', '--region'],
      ['CFW_FLOW_PROJECT', '--project'],
      ['CFW_FLOW_FIREWALL', '--firewall'],
      ['CFW_FLOW_LOG_TYPE', '--log-type'],
      ['CFW_FLOW_TOKEN', '--token'],
      ['CFW_FLOW_PROFILE', '--profile'],
    ],
  ],
  [
    'Credentials and project of the cloud, as in its SDKs',
    [
      ['HUAWEICLOUD_SDK_AK', 'access key'],
      ['HUAWEICLOUD_SDK_SK', 'its secret key'],
      ['HUAWEICLOUD_SDK_SECURITY_TOKEN', 'security token of a temporary access key'],
      ['HUAWEICLOUD_SDK_PROJECT_ID', 'project, where CFW_FLOW_PROJECT is not set'],
      ['HUAWEICLOUD_SDK_CREDENTIALS_FILE', 'keys (default: ~/.huaweicloud/credentials)'],
    ],
  ],
  [
    'Of the system',
    [
      ['TZ', 'zone of all times, as --time-zone'],
      ['NO_COLOR', 'no colours, when it has any value'],
      ['XDG_CONFIG_HOME', 'folder of cfw-flow/config.yaml, which has the profiles'],
    ],
  ],
];

/** All environment variables that the program reads, and what wins where several places say something. */
export function environmentHelp(): string {
  return [...groups.map(groupText), precedence].join('\n\n');
}

function groupText([title, variables]: (typeof groups)[number]): string {
  const width = Math.max(...variables.map(([name]) => name.length));
  const lines = variables.map(([name, says]) => `  ${name.padEnd(width)}  ${says}`);
  return [`${title}:`, ...lines].join('\n');
}

const precedence =
  'An option wins over a variable, and a variable over a profile that\n' +
  '--profile does not name. `cfw-flow login` prints what was chosen.';
