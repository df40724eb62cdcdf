import { crc32 } from 'node:zlib';
import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import { OperationRecord } from '../../../src-shared/ipc/contract.ts';
import { Identifier } from '../../../src-shared/schema/identifier.ts';
import { Operation } from '../../../src-shared/schema/operation.ts';

const Seq = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

/** First line of a file: who numbers here, and what was numbered and answered before compaction dropped it. */
const DeviceEntry = Type.Object({ type: Type.Literal('device'), deviceId: Identifier, lastSeq: Seq, knownSeq: Seq });
const OperationEntry = Type.Object({ type: Type.Literal('operation'), operation: Operation });
/** An operation with all that is known of it; replaces what earlier lines said of the same `opId`. */
const RecordEntry = Type.Object({ type: Type.Literal('record'), record: OperationRecord });
const JournalEntry = Type.Union([DeviceEntry, OperationEntry, RecordEntry]);
export type JournalEntry = Static<typeof JournalEntry>;

const NEWLINE = 0x0a;
const CHECKSUM_DIGITS = 8;

/** `<crc32 in 8 hex digits> <json>\n`. The checksum covers the JSON's bytes; JSON never contains a raw line break. */
export function encodeLine(entry: JournalEntry): Buffer {
  const json = Buffer.from(JSON.stringify(entry));
  return Buffer.concat([Buffer.from(`${checksumOf(json)} `), json, Buffer.from('\n')]);
}

export interface DecodedJournal {
  entries: JournalEntry[];
  /** Bytes that were no whole, unharmed line. */
  damagedBytes: number;
  /** Whole, unharmed lines that this version cannot read: another one wrote them. */
  foreignLines: number;
}

/**
 * Reads every line that is whole and unharmed. A harmed one in the middle loses only itself: each line stands for
 * itself, and what follows it had been acknowledged too.
 */
export function decodeJournal(bytes: Buffer): DecodedJournal {
  const entries: JournalEntry[] = [];
  let damagedBytes = 0;
  let foreignLines = 0;
  let start = 0;
  while (start < bytes.length) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline === -1 ? bytes.length : newline + 1;
    const json = newline === -1 ? null : unharmedJson(bytes.subarray(start, newline));
    const entry = json && readEntry(json);
    if (entry) entries.push(entry);
    else if (json) foreignLines += 1;
    else damagedBytes += end - start;
    start = end;
  }
  return { entries, damagedBytes, foreignLines };
}

function unharmedJson(line: Buffer): Buffer | null {
  const json = line.subarray(CHECKSUM_DIGITS + 1);
  if (json.length === 0 || line.subarray(0, CHECKSUM_DIGITS + 1).toString('latin1') !== `${checksumOf(json)} `) return null;
  return json;
}

function readEntry(json: Buffer): JournalEntry | null {
  try {
    const entry: unknown = JSON.parse(json.toString('utf8'));
    return Check(JournalEntry, entry) ? entry : null;
  } catch {
    return null;
  }
}

function checksumOf(json: Buffer): string {
  return crc32(json).toString(16).padStart(CHECKSUM_DIGITS, '0');
}
