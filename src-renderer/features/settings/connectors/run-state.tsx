import { Ban, CircleCheck, CircleQuestionMark, LoaderCircle, type LucideIcon, OctagonPause, TriangleAlert } from 'lucide-react';
import type { ConnectorRun } from '../../../../src-shared/schema/connector.ts';
import { t } from '../../../i18n/translate.ts';
import { Badge, type BadgeTone } from '../../../ui/badge.tsx';

const LOOKS: Readonly<Record<ConnectorRun['status'], { icon: LucideIcon; tone: BadgeTone }>> = {
  running: { icon: LoaderCircle, tone: 'busy' },
  succeeded: { icon: CircleCheck, tone: 'good' },
  failed: { icon: TriangleAlert, tone: 'danger' },
  halted: { icon: CircleQuestionMark, tone: 'warning' },
  cancelled: { icon: Ban, tone: 'plain' },
  interrupted: { icon: OctagonPause, tone: 'plain' },
};

export function RunState({ run: { status } }: { run: ConnectorRun }) {
  const { icon, tone } = LOOKS[status];
  return (
    <Badge icon={icon} tone={tone}>
      {t(`runs.status.${status}`)}
    </Badge>
  );
}
