import { ChevronDown, Download } from 'lucide-react';
import { AUDIT_ENDPOINTS, type AuditQuery } from '../../../../src-shared/http/audit-endpoints.ts';
import { notify } from '../../../commands/notify.ts';
import { t, tn } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useAction } from '../../../state/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { Menu, MenuItem } from '../../../ui/menu.tsx';
import { saveFile } from '../../../ui/save-file.ts';
import { changeFailureText } from '../shell/change-failure.tsx';
import { auditCsv, readAuditLines } from './audit-csv.ts';

/** Everything that matches, oldest first, as a file. */
export function AuditExport({ query }: { query: AuditQuery }) {
  const { server } = useConsole();
  const exporting = useAction();
  const save = async (format: 'csv' | 'json') => {
    const answer = await exporting.run(async () => {
      const outcome = await server.download(AUDIT_ENDPOINTS['audit.list'], { query: { ...query, format: 'ndjson' } });
      if (!outcome.ok) notify({ text: changeFailureText(outcome), tone: 'problem' });
      return outcome;
    });
    if (!answer) return;
    const entries = readAuditLines(answer.value);
    const name = `docket-audit-${new Date().toISOString().slice(0, 10)}.${format}`;
    if (format === 'csv') saveFile({ name, type: 'text/csv', text: auditCsv(entries) });
    else saveFile({ name, type: 'application/json', text: JSON.stringify(entries, null, 2) });
    notify({ text: tn('audit.exported', entries.length) });
  };
  return (
    <Menu
      align="end"
      trigger={
        <Button icon={Download} busy={exporting.busy} trailing={<ChevronDown aria-hidden="true" size={13} />}>
          {t('audit.export')}
        </Button>
      }
    >
      <MenuItem onSelect={() => void save('csv')}>{t('audit.export.csv')}</MenuItem>
      <MenuItem onSelect={() => void save('json')}>{t('audit.export.json')}</MenuItem>
    </Menu>
  );
}
