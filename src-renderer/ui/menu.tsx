import { Menu as Base } from '@base-ui/react/menu';
import { Check, ChevronRight, type LucideIcon } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { classNames } from './class-names.ts';

const ITEM =
  'flex h-7 w-full items-center gap-2 rounded-sm px-2 text-body outline-none data-highlighted:bg-hover data-disabled:opacity-45 data-popup-open:bg-hover';

export interface MenuProps {
  trigger: ReactElement;
  align?: 'start' | 'end';
  children: ReactNode;
}

export function Menu({ trigger, align = 'start', children }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} sideOffset={4} className="z-50 outline-none">
          <Base.Popup className="popup max-h-[min(600px,var(--available-height))] min-w-48 overflow-y-auto p-1">{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export function MenuItem({
  icon: Icon,
  children,
  trailing,
  keepsOpen = false,
  disabled = false,
  onSelect,
}: {
  icon?: LucideIcon;
  children: ReactNode;
  trailing?: ReactNode;
  /** For what is done several times in a row. */
  keepsOpen?: boolean;
  disabled?: boolean;
  onSelect: () => void;
}) {
  return (
    <Base.Item className={ITEM} closeOnClick={!keepsOpen} disabled={disabled} onClick={onSelect}>
      {Icon ? <Icon aria-hidden="true" size={14} strokeWidth={1.9} className="text-ink-muted" /> : null}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {trailing}
    </Base.Item>
  );
}

export function MenuCheckItem({
  checked,
  children,
  onChange,
}: {
  checked: boolean;
  children: ReactNode;
  onChange: (checked: boolean) => void;
}) {
  return (
    <Base.CheckboxItem checked={checked} onCheckedChange={(next) => onChange(next)} closeOnClick={false} className={ITEM}>
      <Tick>
        <Base.CheckboxItemIndicator render={<Check aria-hidden="true" size={14} strokeWidth={2.2} />} />
      </Tick>
      <span className="flex min-w-0 flex-1 items-center truncate">{children}</span>
    </Base.CheckboxItem>
  );
}

export interface MenuChoiceProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
}

/** One out of several. */
export function MenuChoice<Value extends string>({ label, value, options, onChange }: MenuChoiceProps<Value>) {
  const choose = (next: unknown) => {
    const option = options.find((known) => known.value === next);
    if (option) onChange(option.value);
  };
  return (
    <MenuGroup label={label}>
      <Base.RadioGroup value={value} onValueChange={choose}>
        {options.map((option) => (
          <Base.RadioItem key={option.value} value={option.value} closeOnClick={false} className={ITEM}>
            <Tick>
              <Base.RadioItemIndicator render={<Check aria-hidden="true" size={14} strokeWidth={2.2} />} />
            </Tick>
            <span className="min-w-0 flex-1 truncate">{option.label}</span>
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </MenuGroup>
  );
}

export function MenuGroup({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2 pt-1.5 pb-0.5 text-small text-ink-faint">{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  );
}

export function MenuSeparator() {
  return <Base.Separator className="-mx-1 my-1 h-px bg-line" />;
}

export function Submenu({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <Base.SubmenuRoot>
      <Base.SubmenuTrigger className={ITEM}>
        <span className="min-w-0 flex-1 truncate">{label}</span>
        <ChevronRight aria-hidden="true" size={14} className="text-ink-faint" />
      </Base.SubmenuTrigger>
      <Base.Portal>
        <Base.Positioner sideOffset={2} alignOffset={-5} className="z-50 outline-none">
          <Base.Popup className="popup max-h-[min(400px,var(--available-height))] max-w-80 min-w-40 overflow-y-auto p-1">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.SubmenuRoot>
  );
}

function Tick({ children }: { children: ReactNode }) {
  return <span className={classNames('flex size-3.5 shrink-0 items-center justify-center text-accent-ink')}>{children}</span>;
}
