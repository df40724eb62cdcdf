const HAS_OFFSET = /(Z|[+-]\d{2}:?\d{2})$/i;

/**
 * n8n's date picker gives a local time without an offset, which Docket refuses to guess: adds the offset that the
 * workflow's time zone has at that time. Leaves everything else as it is, for Docket to read or to refuse.
 */
export function withOffset(text: string, timeZone: string): string {
  if (HAS_OFFSET.test(text)) return text;
  const asUtcMs = Date.parse(`${text.replace(' ', 'T')}${text.length > 10 ? '' : 'T00:00'}Z`);
  if (Number.isNaN(asUtcMs)) return text;
  // The offset at that time of the zone, not at the same time of UTC: they differ on days when clocks change.
  const nearMs = asUtcMs - offsetMs(asUtcMs, timeZone);
  return new Date(asUtcMs - offsetMs(nearMs, timeZone)).toISOString();
}

function offsetMs(atMs: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(atMs);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
