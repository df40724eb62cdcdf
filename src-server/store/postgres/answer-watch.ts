import { Client, type ClientBase, type QueryConfig, type QueryResult, type QueryResultRow } from 'pg';

/**
 * Asks on a connection and cuts it off once it owes an answer and has said nothing for `silenceMs` (0: never): a network
 * that swallows everything is else noticed after many minutes. What was asked fails then.
 */
export class AnswerWatch {
  private readonly client: ClientBase;
  private readonly silenceMs: number;
  private readonly onSilence: (error: Error) => void;
  private readonly hear = (): void => {
    this.owed -= 1;
    this.heard += 1;
    this.timer?.refresh();
  };
  private owed = 0;
  private heard = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(client: ClientBase, silenceMs: number, onSilence: (error: Error) => void) {
    this.client = client;
    this.silenceMs = silenceMs;
    this.onSilence = onSilence;
  }

  query<Row extends QueryResultRow>(query: string | QueryConfig): Promise<QueryResult<Row>> {
    const answer = this.client.query<Row>(query);
    if (this.silenceMs === 0) return answer;
    if (this.owed === 0) this.expect();
    this.owed += 1;
    answer.then(this.hear, this.hear);
    return answer;
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private expect(): void {
    if (this.timer) this.timer.refresh();
    else this.timer = setTimeout(() => this.judge(), this.silenceMs);
  }

  /** Where it is this process that stood still, what came meanwhile is read first. */
  private judge(): void {
    const { heard } = this;
    setImmediate(() => {
      if (!this.timer || this.owed === 0 || this.heard !== heard) return;
      this.onSilence(new Error(`the database has not answered for ${this.silenceMs} ms`));
      if (this.client instanceof Client) this.client.connection.stream.destroy();
    });
  }
}
