import { CircleCheck, CircleDashed, CircleX } from 'lucide-react';
import type { Review } from '../../../../src-shared/http/review-endpoints.ts';
import { t } from '../../../i18n/translate.ts';
import { Badge } from '../../../ui/badge.tsx';

const LOOKS = {
  open: { icon: CircleDashed, tone: 'plain' },
  passed: { icon: CircleCheck, tone: 'good' },
  failed: { icon: CircleX, tone: 'danger' },
} as const;

export function ReviewState({ state }: Pick<Review, 'state'>) {
  const { icon, tone } = LOOKS[state];
  return (
    <Badge icon={icon} tone={tone}>
      {t(`reviews.state.${state}`)}
    </Badge>
  );
}
