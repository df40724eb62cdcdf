import type { JsonValue } from '../../../src-shared/schema/task.ts';

export interface SimulatorRequest {
  method: string;
  /** Path and query as they came. */
  url: string;
  path: string;
  /** What stood at `:name` in the route's path. */
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  rawBody: string;
  /** Parsed where its content type says JSON; else undefined. */
  json: JsonValue | undefined;
  /** Where its content type says application/x-www-form-urlencoded; else empty. */
  form: URLSearchParams;
}

export interface SimulatorAnswer {
  status: number;
  headers?: Readonly<Record<string, string>>;
  json?: JsonValue;
  text?: string;
}

/** A route's handler throws it to answer so; with `violation`, the request is one that no good client sends. */
export class SimulatorRefusal extends Error {
  readonly answer: SimulatorAnswer;
  readonly violation: string | null;

  constructor(answer: SimulatorAnswer, violation: string | null = null) {
    super(violation ?? `Answered with ${answer.status}`);
    this.name = 'SimulatorRefusal';
    this.answer = answer;
    this.violation = violation;
  }
}

export interface SimulatorRoute {
  method: string;
  /** `/crm/v3/objects/:object/search`: a name after a colon stands for one segment. */
  path: string;
  handle(request: SimulatorRequest): SimulatorAnswer;
}
