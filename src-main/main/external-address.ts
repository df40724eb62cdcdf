/** Whether an address may be handed to the system's browser: web pages only, never files, scripts or other programs. */
export function isWebAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol } = new URL(address);
  return protocol === 'https:' || protocol === 'http:';
}
