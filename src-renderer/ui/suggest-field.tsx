import { Autocomplete } from '@base-ui/react/autocomplete';
import { useState } from 'react';
import { classNames } from './class-names.ts';
import { controlClass } from './field-frame.tsx';

export interface Suggestion {
  /** What stands in the field when it is chosen. */
  text: string;
  /** Behind it in the list, smaller. */
  detail?: string;
}

export interface SuggestFieldProps {
  label: string;
  value: string;
  placeholder?: string | undefined;
  /** Asked for when somebody comes to the field. */
  suggest: () => readonly Suggestion[];
  invalid?: boolean;
  describedBy?: string | undefined;
  /** For whoever looks for the control. */
  marks?: Readonly<Record<`data-${string}`, string>>;
  className?: string;
  onChange: (text: string) => void;
  /** Chosen from the list; without it that is a change like any other. */
  onPick?: (text: string) => void;
  /** Enter, while nothing of the list is marked. */
  onEnter?: () => void;
  onLeave?: () => void;
}

/** As many as somebody reads. */
const SHOWN = 40;

/** A text, with a list below it of what it usually is. Arrows choose, Esc closes the list; anything else may be typed. */
export function SuggestField(props: SuggestFieldProps) {
  const {
    label,
    value,
    placeholder,
    suggest,
    invalid = false,
    describedBy,
    marks,
    className,
    onChange,
    onPick = onChange,
    onEnter,
    onLeave,
  } = props;
  const [items, setItems] = useState<readonly Suggestion[]>([]);
  const [open, setOpen] = useState(false);
  const [marked, setMarked] = useState(false);
  return (
    <Autocomplete.Root
      items={items}
      value={value}
      onValueChange={(text, { reason }) => (reason === 'item-press' ? onPick(text) : onChange(text))}
      open={open && items.length > 0}
      onOpenChange={setOpen}
      onItemHighlighted={(item) => setMarked(item !== undefined)}
      openOnInputClick
      limit={SHOWN}
      itemToStringValue={({ text }: Suggestion) => text}
    >
      <Autocomplete.Input
        aria-label={label}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        onFocus={() => setItems(suggest())}
        onBlur={onLeave}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !marked) onEnter?.();
          // Esc closes the list, and nothing around it.
          if (event.key === 'Escape' && open) event.stopPropagation();
        }}
        className={classNames(controlClass(invalid), 'h-7', className)}
        {...marks}
      />
      <Autocomplete.Portal>
        <Autocomplete.Positioner sideOffset={4} align="start" className="z-50 outline-none">
          <Autocomplete.Popup className="popup max-h-[min(320px,var(--available-height))] w-(--anchor-width) min-w-48 overflow-y-auto p-1">
            <Autocomplete.List>
              {(item: Suggestion) => (
                <Autocomplete.Item
                  key={item.text}
                  value={item}
                  className="flex min-h-7 w-full items-center gap-2 rounded-sm px-2 text-body outline-none data-highlighted:bg-hover"
                >
                  <span className="min-w-0 flex-1 truncate">{item.text}</span>
                  {item.detail ? <span className="shrink-0 text-small text-ink-faint">{item.detail}</span> : null}
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  );
}
