import { MailOpen } from 'lucide-react';
import type { Invitation } from '../../../../src-shared/http/access-endpoints.ts';
import { t } from '../../../i18n/translate.ts';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { MomentText } from '../shell/moment-text.tsx';

export interface InvitationTableProps {
  invitations: readonly Invitation[];
  openId: string | null;
  onOpen: (id: string) => void;
}

export function InvitationTable({ invitations, openId, onOpen }: InvitationTableProps) {
  if (invitations.length === 0) {
    return <EmptyState icon={MailOpen} title={t('people.invitations.empty.title')} text={t('people.invitations.empty.text')} />;
  }
  return (
    <DataTable
      label={t('people.tab.invitations')}
      columns={columns()}
      rows={invitations}
      keyOf={({ id }) => id}
      openKey={openId}
      onOpen={({ id }) => onOpen(id)}
    />
  );
}

function columns(): readonly DataColumn<Invitation>[] {
  return [
    { id: 'email', header: t('people.email'), cell: ({ email }) => <span className="font-medium">{email}</span> },
    { id: 'role', header: t('people.role'), width: 'w-24', cell: ({ role }) => t(`account.role.${role}`) },
    { id: 'made', header: t('people.invited'), width: 'w-32', importance: 'second', cell: (row) => <MomentText at={row.created_at} /> },
    { id: 'ends', header: t('people.expires'), width: 'w-28', cell: (row) => <MomentText at={row.expires_at} /> },
  ];
}
