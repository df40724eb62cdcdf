import { ArrowLeft, ArrowRight, FoldHorizontal, UndoDot, UnfoldHorizontal } from 'lucide-react';
import { t } from '../../i18n/translate.ts';
import { changeColumnLayout, setColumnWidth, useColumnLayout } from '../../state/column-layouts.ts';
import type { View } from '../../state/view.ts';
import { MenuItem } from '../../ui/menu.tsx';
import { listColumn, moveColumn } from './list-columns.ts';

const STEP_PX = 24;

/** Place and width of a column by keyboard: what the pointer does at the column heads. */
export function ArrangeItems({ path, view }: { path: string; view: View }) {
  const { columns, widths } = useColumnLayout();
  const index = columns.indexOf(path);
  const widthPx = widths[path] ?? listColumn(path).sizePx;
  const move = (places: number) => changeColumnLayout(view, { columns: moveColumn(columns, path, places) });
  return (
    <>
      <MenuItem icon={ArrowLeft} keepsOpen disabled={index <= 0} onSelect={() => move(-1)}>
        {t('list.moveLeft')}
      </MenuItem>
      <MenuItem icon={ArrowRight} keepsOpen disabled={index === columns.length - 1} onSelect={() => move(1)}>
        {t('list.moveRight')}
      </MenuItem>
      <MenuItem icon={UnfoldHorizontal} keepsOpen onSelect={() => setColumnWidth(view, path, widthPx + STEP_PX)}>
        {t('list.wider')}
      </MenuItem>
      <MenuItem icon={FoldHorizontal} keepsOpen onSelect={() => setColumnWidth(view, path, widthPx - STEP_PX)}>
        {t('list.narrower')}
      </MenuItem>
      <MenuItem icon={UndoDot} disabled={widths[path] === undefined} onSelect={() => setColumnWidth(view, path, null)}>
        {t('list.usualWidth')}
      </MenuItem>
    </>
  );
}
