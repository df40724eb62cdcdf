/** Once the errors are drawn: the first field that has one takes the focus, and is seen. */
export function focusFirstInvalid(root: HTMLElement | null): void {
  requestAnimationFrame(() => {
    const field = root?.querySelector<HTMLElement>('[aria-invalid="true"]');
    field?.focus();
    // The focus alone scrolls to nothing that had it already.
    field?.scrollIntoView({ block: 'nearest' });
  });
}
