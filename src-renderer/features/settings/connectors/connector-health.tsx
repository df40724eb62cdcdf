import {
  CircleCheck,
  CircleDashed,
  CirclePause,
  CircleQuestionMark,
  KeyRound,
  LoaderCircle,
  type LucideIcon,
  TriangleAlert,
} from 'lucide-react';
import type { Connector } from '../../../../src-shared/schema/connector.ts';
import { t } from '../../../i18n/translate.ts';
import { Badge, type BadgeTone } from '../../../ui/badge.tsx';

type Health = Connector['health'];

const LOOKS: Readonly<Record<Health, { icon: LucideIcon; tone: BadgeTone }>> = {
  paused: { icon: CirclePause, tone: 'plain' },
  credentials_missing: { icon: KeyRound, tone: 'warning' },
  waiting: { icon: CircleDashed, tone: 'plain' },
  importing: { icon: LoaderCircle, tone: 'busy' },
  running: { icon: LoaderCircle, tone: 'busy' },
  well: { icon: CircleCheck, tone: 'good' },
  failing: { icon: TriangleAlert, tone: 'danger' },
  asking: { icon: CircleQuestionMark, tone: 'warning' },
};

/** How a connector is, in a word. */
export function ConnectorHealth({ health }: { health: Health }) {
  const { icon, tone } = LOOKS[health];
  return (
    <Badge icon={icon} tone={tone}>
      {t(`connectors.health.${health}`)}
    </Badge>
  );
}
