import type { ConnectorSession } from './connector-session.ts';
import { type KnownBudgets, keepBudgets } from './connector-state.ts';
import type { EngineDependencies } from './connector-turn.ts';

export interface BudgetReport {
  /** Writes down what has changed since it was written last. */
  keep(): Promise<void>;
  stop(): void;
}

export interface BudgetReportSettings {
  connectorId: string;
  owner: string;
  session: ConnectorSession;
  onError: (error: unknown) => void;
}

const EVERY_MS = 1_000;

/** While a connector is this process's, everybody may know how much of the vendor's budgets it has used. */
export function reportBudgets({ groupCommit, clock }: EngineDependencies, settings: BudgetReportSettings): BudgetReport {
  const { connectorId, owner, session, onError } = settings;
  let last = '[]';
  async function keep(): Promise<void> {
    const budgets = session.budgets();
    const said = JSON.stringify(budgets);
    if (said === last) return;
    last = said;
    const known: KnownBudgets = { atMicros: clock.nowMicros(), budgets };
    await groupCommit.submit((sql) => keepBudgets(sql, connectorId, owner, known));
  }
  const timer = setInterval(() => void keep().catch(onError), EVERY_MS);
  timer.unref();
  return { keep, stop: () => clearInterval(timer) };
}
