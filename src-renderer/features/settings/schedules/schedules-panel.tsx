import { useState } from 'react';
import { ScheduleList } from './schedule-list.tsx';
import { SchedulePage } from './schedule-page.tsx';

/** All schedules, or one of them on a page of its own. */
export function SchedulesPanel() {
  const [opened, setOpened] = useState<{ id: string | null } | null>(null);
  if (!opened) return <ScheduleList onOpen={(id) => setOpened({ id })} onCreate={() => setOpened({ id: null })} />;
  return <SchedulePage key={opened.id ?? '+new'} scheduleId={opened.id} onLeave={() => setOpened(null)} />;
}
