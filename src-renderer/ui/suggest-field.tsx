import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
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
  /** Of the box around it: its width. */
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

/**
 * A text, with a list below it of what it usually is. Arrows mark, Enter takes what is marked, Esc closes the list;
 * anything else may be typed. Ours, because the library's hides the rest of the page from screen readers meanwhile.
 */
export function SuggestField(props: SuggestFieldProps) {
  const {
    label,
    value,
    placeholder,
    suggest,
    invalid = false,
    describedBy,
    className,
    onChange,
    onPick = onChange,
    onEnter,
    onLeave,
  } = props;
  const listId = useId();
  const [items, setItems] = useState<readonly Suggestion[]>([]);
  const [list, setList] = useState<OpenList>(CLOSED);
  // Whoever comes to a field that is filled in wants to see what else there is.
  const offered = list.isOpen ? (list.isTyped ? matching(items, value) : items).slice(0, SHOWN) : [];
  const isOpen = offered.length > 0;
  const marked = offered[list.marked];

  const pick = (text: string) => {
    setList(CLOSED);
    onPick(text);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && !event.altKey) {
      event.preventDefault();
      setList(
        isOpen
          ? { ...list, marked: (list.marked + step + offered.length + (list.marked < 0 && step < 0 ? 1 : 0)) % offered.length }
          : OPENED,
      );
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      if (marked) pick(marked.text);
      else {
        setList(CLOSED);
        onEnter?.();
      }
      event.preventDefault();
    } else if (event.key === 'Escape' && isOpen) {
      // It closes the list, and nothing around it.
      event.preventDefault();
      setList(CLOSED);
    }
  };
  return (
    <div className={classNames('relative', className)}>
      <input
        {...comboboxRole(isOpen ? listId : null, marked ? `${listId}-${list.marked}` : null)}
        aria-label={label}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        value={value}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        onFocus={() => setItems(suggest())}
        onClick={() => setList(OPENED)}
        onBlur={() => {
          setList(CLOSED);
          onLeave?.();
        }}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setList({ isOpen: true, isTyped: true, marked: -1 });
          onChange(event.target.value);
        }}
        className={classNames(controlClass(invalid), 'h-7')}
      />
      {isOpen ? <SuggestionList id={listId} label={label} items={offered} marked={list.marked} onPick={pick} /> : null}
    </div>
  );
}

interface OpenList {
  isOpen: boolean;
  isTyped: boolean;
  /** -1: none of them. */
  marked: number;
}

const CLOSED: OpenList = { isOpen: false, isTyped: false, marked: -1 };
const OPENED: OpenList = { isOpen: true, isTyped: false, marked: -1 };

function comboboxRole(listId: string | null, markedId: string | null) {
  return {
    ...({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-haspopup': 'listbox', 'aria-expanded': listId !== null } as const),
    ...(listId === null ? {} : { 'aria-controls': listId }),
    ...(markedId === null ? {} : { 'aria-activedescendant': markedId }),
  };
}

/** The field keeps the focus. */
function optionRole(isMarked: boolean) {
  return { role: 'option', tabIndex: -1, 'aria-selected': isMarked } as const;
}

interface SuggestionListProps {
  id: string;
  label: string;
  items: readonly Suggestion[];
  marked: number;
  onPick: (text: string) => void;
}

function SuggestionList({ id, label, items, marked, onPick }: SuggestionListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[Math.max(0, marked)]?.scrollIntoView({ block: 'nearest' });
  }, [marked]);
  // Tab would stop at what scrolls, which is gone as soon as the field has lost the focus.
  const listbox = { role: 'listbox', 'aria-label': label, tabIndex: -1 };
  return (
    <div
      ref={list}
      id={id}
      {...listbox}
      className="popup absolute top-full left-0 z-30 mt-1 max-h-64 w-max min-w-full max-w-80 overflow-y-auto p-1"
    >
      {items.map(({ text, detail }, index) => (
        <div
          key={text}
          id={`${id}-${index}`}
          {...optionRole(index === marked)}
          // Not by click: the field would lose the focus before.
          onPointerDown={(event) => {
            event.preventDefault();
            onPick(text);
          }}
          className="flex min-h-7 items-center gap-3 rounded-sm px-2 hover:bg-hover aria-selected:bg-hover"
        >
          <span className="min-w-0 flex-1 truncate">{text}</span>
          {detail ? <span className="shrink-0 text-small text-ink-muted">{detail}</span> : null}
        </div>
      ))}
    </div>
  );
}

/** Those that begin with the text first. Nothing, where the text is the only one of them. */
function matching(items: readonly Suggestion[], typed: string): readonly Suggestion[] {
  const wanted = typed.trim().toLowerCase();
  const placeOf = ({ text }: Suggestion) => text.toLowerCase().indexOf(wanted);
  const found = items.filter((item) => placeOf(item) !== -1).toSorted((a, b) => Number(placeOf(a) > 0) - Number(placeOf(b) > 0));
  return found.length === 1 && found[0]?.text === typed ? [] : found;
}
