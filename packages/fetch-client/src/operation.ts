import type { FieldsCheck } from './answer-checks.ts';
import type { CfwCall } from './call.ts';
import type { Exact, IntegerPolicy } from './exact-json.ts';
import type { QueryWindow, WindowChoice } from './window.ts';

/** What can be asked: a query of the contract, whose window is said in one of the ways that work. */
export type QueryOf<Data extends { query: object }> = OrUndefined<
  Omit<Data['query'], 'range' | keyof QueryWindow>
> &
  WindowChoice;

/** What may be left out may be undefined as well. */
export type OrUndefined<Options> = {
  [Name in keyof Options]: Options[Name] | (object extends Pick<Options, Name> ? undefined : never);
};

/** Settings of one call. */
export interface CallOptions {
  /** Ends the call: it then rejects with {@link CfwAbortError}, whose cause is the reason. */
  signal?: AbortSignal | undefined;
}

/** An operation of the API: where it is, and what it answers. */
export interface OperationFacts<Data> {
  /** Path, as the contract has it. */
  url: string;
  /** Checks the `data` of an answer. */
  check: FieldsCheck<Data>;
}

/** Calls operations for one project. {@link createCaller} makes one. */
export interface CfwCaller<Integers extends IntegerPolicy = 'throw'> {
  /** Calls any operation that is a GET request; what the functions of the operations use. */
  request<Data>(
    operation: OperationFacts<Data>,
    query: object,
    options?: CallOptions,
  ): CfwCall<Exact<Data, Integers>>;
}

/** A function that calls one operation. */
export interface Operation<Query, Data> {
  <Integers extends IntegerPolicy>(
    caller: CfwCaller<Integers>,
    query: Query,
    options?: CallOptions,
  ): CfwCall<Exact<Data, Integers>>;
}
