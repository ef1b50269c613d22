import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf } from '../testing/program.ts';
import { readRules } from './read-rules.ts';

async function reading(text: string) {
  const folder = await folderOf({ 'rules.yaml': text });
  return readRules(path.join(folder, 'rules.yaml'));
}

/** The lines of a message that say what is wrong, without the path before the line number. */
async function problemsOf(text: string): Promise<string[]> {
  const message = await reading(text).then(
    () => '',
    (error: Error) => error.message,
  );
  return message
    .split('\n')
    .slice(1)
    .map((line) => line.replace(/^ {2}\S+?yaml:/, ''));
}

const rule = (changes: string) => `rules:
  - name: scan
    log_type: internet
    window: 5m
    item: src_ip
${changes
  .split('\n')
  .map((line) => `    ${line}`)
  .join('\n')}
`;

describe('a file of rules', () => {
  it('says what is looked for, and where alerts go', async () => {
    const { rules, webhooks } = await reading(`${rule('above: 1.5 GB\nseverity: critical')}
  - { name: new-host, log_type: nat, direction: in2out, window: 1h, item: dst_host, new: 7d }
  - name: quieter
    log_type: vpc
    window: 1d
    shrunk: 2.5
    against: week
    at_least: 100 sessions
webhooks:
  - form: slack
    url: http://hooks.example/x
`);
    expect(rules).toMatchObject([
      {
        severity: 'critical',
        measure: 'bytes',
        condition: { kind: 'above', limit: { value: 1.5e9 } },
      },
      {
        direction: 'in2out',
        severity: 'warning',
        condition: { kind: 'new', before: { milliseconds: 604_800_000 } },
      },
      {
        measure: 'sessions',
        condition: { kind: 'shrunk', factor: 2.5, against: 'week', atLeast: { value: 100 } },
      },
    ]);
    expect(rules[2]).not.toHaveProperty('item');
    expect(webhooks).toEqual([{ name: 'slack', form: 'slack', url: 'http://hooks.example/x' }]);
  });

  it.each([
    [
      'above: 500',
      '6: rules[0].above is "500". It takes sessions or bytes, such as 500 sessions, 10 MB or 5 GB',
    ],
    [
      'above: 5 gigs',
      '6: rules[0].above is "5 gigs". It takes sessions or bytes, such as 500 sessions, 10 MB or 5 GB',
    ],
    [
      'above: 1 session\nnew: 7d',
      '2: rules[0] takes one of above, below, new, grown, shrunk, and has above and new',
    ],
    ['value: 10.0.0.1', '2: rules[0] takes one of above, below, new, grown, shrunk, and has none'],
    [
      'below: 5 sessions',
      '6: rules[0].below would alert for every small group: give the value of one, or no item',
    ],
    [
      'grown: 5',
      '6: rules[0].grown needs at_least, or a group that grows from 1 session alerts, too',
    ],
    ['grown: 1\nat_least: 1 MB', '6: rules[0].grown is "1". It takes a factor above 1, such as 5'],
    ['new: 7 days', '6: rules[0].new is "7 days". It takes 1m to 31d, such as 5m, 1h or 7d'],
    ['above: 1 MB\nagainst: day', '7: rules[0].against belongs to grown and shrunk'],
    ['above: 1 MB\nserverity: info', '7: rules[0].serverity is not known. Did you mean severity?'],
    [
      'above: 1 MB\ndirection: in',
      '7: rules[0].direction is "in". Did you mean in2out? It takes in2out, out2in',
    ],
  ])('that says %j is refused with line and what is allowed', async (changes, problem) => {
    const problems = await problemsOf(rule(changes));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
  });

  it('has rules of different names, and webhooks with one address each', async () => {
    const one = 'name: a, log_type: nat, window: 1h, above: 1 session';
    expect(
      await problemsOf(`rules:
  - { ${one} }
  - { ${one} }
webhooks:
  - { form: slack }
  - { form: email, url: 'http://a.example' }
  - { form: json, url: 'a.example' }
  - { form: slack, name: other, url_from: CFW_FLOW_TEST_NOT_SET }
`),
    ).toEqual([
      '3: rules[1] has the name a, which another has, too: give it one of its own',
      '5: webhooks[0] takes either url or url_from, the environment variable that has it',
      '6: webhooks[1].form is "email". It takes alertmanager, slack, json',
      '7: webhooks[2].url is no http or https URL',
      '8: webhooks[3].url_from is CFW_FLOW_TEST_NOT_SET, an environment variable that is not set',
    ]);
  });

  it.each([
    ['rules: []', 'rules is empty'],
    ['rules: 5', 'rules has to be a list'],
    ['webhooks: []', 'lacks rules'],
  ])('that is %j is refused', async (text, problem) => {
    await expect(reading(text)).rejects.toThrow(problem);
  });

  it('that the guide shows is one', async () => {
    const guide = path.join(import.meta.dirname, '../../../docs/guides/alerts.md');
    const [, example = ''] = /```yaml\n(rules:[^`]+)```/.exec(await readFile(guide, 'utf8')) ?? [];
    process.env['SLACK_WEBHOOK'] = 'https://hooks.slack.example/services/x';
    const { rules, webhooks } = await reading(example);
    delete process.env['SLACK_WEBHOOK'];
    expect(rules.map(({ condition }) => condition.kind)).toEqual(
      expect.arrayContaining(['above', 'below', 'new', 'grown', 'shrunk']),
    );
    expect(webhooks.map(({ form }) => form)).toEqual(['alertmanager', 'slack']);
  });
});
