import { CircleCheck, CirclePause, CircleX, Clock, type LucideIcon, RotateCw } from 'lucide-react';
import type { Delivery, DeliveryStatus } from '../../../../src-shared/schema/hook.ts';
import { t } from '../../../i18n/translate.ts';
import { Badge, type BadgeTone } from '../../../ui/badge.tsx';

const LOOKS: Readonly<Record<DeliveryStatus, { icon: LucideIcon; tone: BadgeTone }>> = {
  pending: { icon: Clock, tone: 'busy' },
  retrying: { icon: RotateCw, tone: 'warning' },
  held: { icon: CirclePause, tone: 'plain' },
  delivered: { icon: CircleCheck, tone: 'good' },
  given_up: { icon: CircleX, tone: 'danger' },
};

export function DeliveryState({ delivery: { status } }: { delivery: Delivery }) {
  return <Badge {...LOOKS[status]}>{t(`deliveries.status.${status}`)}</Badge>;
}
