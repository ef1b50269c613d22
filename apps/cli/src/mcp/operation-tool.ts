import type { CfwClient } from '@cfw-flow/fetch-client';
import { askedFirewall } from '../connection/asked-firewall.ts';
import type { Connection } from '../connection/connect.ts';
import type { LogType } from '@cfw-flow/types';
import {
  answerSchema,
  type JsonSchema,
  type OperationId,
  questionSchema,
} from './contract-schema.ts';
import { isoTime, plainAnswer } from './plain-answer.ts';
import { firewallText } from './text.ts';
import type { Answer, Tool } from './tool.ts';
import { type WindowInput, windowOptions, windowSchema } from './window.ts';

/** What every operation is asked, under the names of the wire. */
export interface Question {
  fw_instance_id: string;
  log_type: LogType;
  start_time: number;
  end_time: number;
}

type Input = Partial<Pick<Question, 'fw_instance_id' | 'log_type'>> & WindowInput;

/** What is said of an answer. */
export interface Said {
  /** The data, as far as there is room. */
  data: Record<string, unknown>;
  /** The answer in a few words. */
  summary: string;
  /** The data in lines of text. */
  lines: readonly string[];
  /** What was left out, and how to ask for it. */
  leftOut?: string | undefined;
  isEmpty: boolean;
}

/** A tool that is an operation of the contract. */
interface OperationTool<Asked extends Question, Data> {
  id: OperationId;
  name: string;
  title: string;
  description: string;
  ask(client: CfwClient<'bigint'>, question: Asked, signal: AbortSignal): Promise<Data>;
  say(data: Data, question: Asked): Said;
}

/** Parameters that are filled in when a model leaves them out. */
const filledIn: Readonly<Record<string, string>> = {
  fw_instance_id: 'Left out: the configured one, else the only or the busiest one.',
  log_type: 'Left out: the configured one, else the only or the busiest one.',
};

/** Makes a tool of an operation: its question and its answer are those of the contract. */
export function operationTool<Asked extends Question, Data>(
  operation: OperationTool<Asked, Data>,
): Tool {
  const { id, name, title, description, ask, say } = operation;
  return {
    name,
    title,
    description,
    inputSchema: inputSchema(id),
    outputSchema: outputSchema(id),
    async call({ last, start_time, end_time, ...given }: Input, { connect }, signal) {
      const connection = await connect({
        ...windowOptions({ last, start_time, end_time }),
        ...(given.fw_instance_id && { firewall: given.fw_instance_id }),
        ...(given.log_type && { logType: given.log_type }),
      });
      const { client, query, window } = connection;
      const { fw_instance_id, log_type } = query;
      const times = { start_time: window.start, end_time: window.end };
      // What is beside these is what the schema of this very operation lets through.
      const question = { ...given, fw_instance_id, log_type, ...times } as Asked;
      const said = say(await ask(client, question, signal), question);
      return answerOf(question, said, said.isEmpty ? await whyEmpty(connection) : '');
    },
  };
}

function inputSchema(id: OperationId): JsonSchema {
  const { properties, required } = questionSchema(id);
  const asked = Object.entries(properties)
    .filter(([name]) => name !== 'range')
    .map(([name, schema]) => [name, withFilling(name, schema)]);
  return {
    type: 'object',
    properties: { ...Object.fromEntries(asked), ...windowSchema },
    required: required.filter((name) => !(name in filledIn)),
    additionalProperties: false,
  };
}

function withFilling(name: string, schema: JsonSchema): JsonSchema {
  return name in filledIn
    ? { ...schema, description: `${schema.description}\n${filledIn[name]}` }
    : schema;
}

function outputSchema(id: OperationId): JsonSchema {
  return {
    type: 'object',
    properties: {
      asked: {
        type: 'object',
        description: 'What the answer is about.',
        properties: {
          fw_instance_id: { type: 'string' },
          log_type: { type: 'string' },
          start_time: { type: 'string', description: 'ISO 8601, included.' },
          end_time: { type: 'string', description: 'ISO 8601, not included.' },
        },
      },
      summary: { type: 'string' },
      left_out: { type: 'string', description: 'What was left out, and how to ask for it.' },
      ...answerSchema(id).properties,
    },
    required: ['asked', 'summary'],
  };
}

function answerOf(question: Question, said: Said, more: string): Answer {
  const { data, lines, leftOut } = said;
  const asked = {
    fw_instance_id: question.fw_instance_id,
    log_type: question.log_type,
    start_time: isoTime(question.start_time),
    end_time: isoTime(question.end_time),
  };
  const about = `${asked.log_type}, ${asked.start_time} to ${asked.end_time}`;
  const summary = `${said.summary} (${about}).${more}`;
  return {
    structured: {
      asked,
      summary,
      ...(leftOut && { left_out: leftOut }),
      ...(plainAnswer(data) as object),
    },
    text: [summary, ...lines, ...(leftOut ? [leftOut] : [])].join('\n'),
  };
}

/** Of which time and log types the firewall has flows, as far as the server says it. */
async function whyEmpty(connection: Connection): Promise<string> {
  const held = await askedFirewall(connection);
  const has = held && ` It has ${firewallText(held)}.`;
  return ` No flow of this firewall matches.${has ?? ''}`;
}
