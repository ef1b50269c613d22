import type { ConsoleContext, FirewallSummary } from '@cfw-flow/types/console';
import { settingsOf, type Settings } from '../connection/settings.ts';
import { counted } from '../output/quantity.ts';
import { reachService } from '../proxy/reach-service.ts';
import { isoTime } from './plain-answer.ts';
import { fittingCount } from './fit.ts';
import { firewallText, listed } from './text.ts';
import type { Answer, Tool } from './tool.ts';

/** Which firewalls and log types there are, and of which time there are flows. */
export const flowFirewalls: Tool = {
  name: 'flow_firewalls',
  title: 'Firewalls, log types and time of the data',
  description:
    'Lists the firewalls that can be asked about, with their log types and directions, how many flows are held of each, and of which time. Call it first when you do not know these, or when an answer is empty.',
  inputSchema: { type: 'object', properties: {}, additionalProperties: false },
  outputSchema: {
    type: 'object',
    properties: {
      firewalls: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            fw_instance_id: { type: 'string' },
            name: { type: 'string' },
            flows: { type: 'number' },
            first_time: { type: 'string', description: 'End of the earliest flow, ISO 8601.' },
            last_time: { type: 'string', description: 'End of the latest flow, ISO 8601.' },
            traffic: {
              type: 'array',
              items: {
                type: 'object',
                properties: {
                  log_type: { type: 'string' },
                  direction: { type: 'string' },
                  flows: { type: 'number' },
                },
              },
            },
          },
        },
      },
      configured: {
        type: 'object',
        description: 'What a question is about that does not say it.',
        properties: { fw_instance_id: { type: 'string' }, log_type: { type: 'string' } },
      },
      summary: { type: 'string' },
      left_out: { type: 'string', description: 'What was left out.' },
    },
    required: ['firewalls', 'configured', 'summary'],
  },
  async call(_input, { options }) {
    const settings = await settingsOf(options);
    const { context } = await reachService(settings, rate);
    return list(await context.read(), settings);
  },
};

/** Maximum number of questions in a second: of the cloud, four are asked about each firewall. */
const rate = 5;

function list({ firewalls }: ConsoleContext, settings: Settings): Answer {
  const entries = firewalls.map(entryOf);
  const count = fittingCount(entries);
  const leftOut =
    count < entries.length
      ? `The last ${entries.length - count} of ${entries.length} firewalls are left out: there is no room.`
      : undefined;
  const summary =
    firewalls.length === 0 ? 'The server has no flows yet.' : counted(firewalls.length, 'firewall');
  return {
    structured: {
      firewalls: entries.slice(0, count),
      configured: configuredIn(settings),
      summary,
      ...(leftOut && { left_out: leftOut }),
    },
    text: [
      summary,
      ...listed(
        firewalls
          .slice(0, count)
          .map((one) => `${one.name ?? ''} ${one.fw_instance_id}: ${firewallText(one)}`.trim()),
      ),
      ...(leftOut ? [leftOut] : []),
    ].join('\n'),
  };
}

function entryOf({ first_time, last_time, ...firewall }: FirewallSummary) {
  return {
    ...firewall,
    ...(first_time !== undefined && { first_time: isoTime(first_time) }),
    ...(last_time !== undefined && { last_time: isoTime(last_time) }),
  };
}

function configuredIn({ firewall, logType }: Settings) {
  return { ...(firewall && { fw_instance_id: firewall }), ...(logType && { log_type: logType }) };
}
