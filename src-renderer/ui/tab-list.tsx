import { Tabs } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';

export interface Tab<Value extends string> {
  value: Value;
  label: string;
}

export interface TabListProps<Value extends string> {
  label: string;
  tabs: readonly Tab<Value>[];
  value: Value;
  onChange: (value: Value) => void;
  /** What belongs to the chosen tab. */
  children: ReactNode;
  className?: string;
}

/** One of several views on the same thing. */
export function TabList<Value extends string>({ label, tabs, value, onChange, children, className }: TabListProps<Value>) {
  const choose = (next: unknown) => {
    const tab = tabs.find((known) => known.value === next);
    if (tab) onChange(tab.value);
  };
  return (
    <Tabs.Root value={value} onValueChange={choose} className="flex min-h-0 flex-1 flex-col [@media(max-height:480px)]:flex-none">
      <Tabs.List
        aria-label={label}
        activateOnFocus
        className={`flex shrink-0 gap-1 overflow-x-auto overflow-y-hidden border-b border-line ${className ?? ''}`}
      >
        {tabs.map((tab) => (
          <Tabs.Tab
            key={tab.value}
            value={tab.value}
            className="h-8 shrink-0 border-b-2 border-transparent px-2 text-body text-ink-muted transition-colors duration-100 hover:text-ink focus-visible:-outline-offset-2 aria-selected:border-accent-ink aria-selected:font-medium aria-selected:text-ink"
          >
            {tab.label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel
        value={value}
        className="flex min-h-0 flex-1 flex-col focus-visible:-outline-offset-2 [@media(max-height:480px)]:flex-none"
      >
        {children}
      </Tabs.Panel>
    </Tabs.Root>
  );
}
