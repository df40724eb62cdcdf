import { useState } from 'react';
import { ScheduleList } from './schedule-list.tsx';
import { SchedulePage } from './schedule-page.tsx';

/** All schedules, or one of them on a page of its own. */
export function SchedulesPanel() {
  const [opened, setOpened] = useState<{ id: string | null } | null>(null);
  const [from, setFrom] = useState<string | null>(null);
  if (!opened) return <ScheduleList from={from} onOpen={(id) => setOpened({ id })} onCreate={() => setOpened({ id: null })} />;
  const leave = (id: string | null) => {
    setFrom(id);
    setOpened(null);
  };
  return <SchedulePage key={opened.id ?? '+new'} scheduleId={opened.id} onLeave={leave} />;
}
