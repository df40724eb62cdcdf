import { execFile } from 'node:child_process';
import { createConnection } from 'node:net';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const SAMPLE = resolve(import.meta.dirname, '../../resources/docs/samples/send_task.py');

export interface SampleRun {
  taskUid: string;
  /** How it was sent: by Python itself, or byte for byte as Python's requests sends it. */
  by: 'python' | 'recorded bytes';
}

/** Sends the published Python sample: with the real Python where it has `requests`, else the bytes that it sends. */
export async function sendSample(server: string, key: string): Promise<SampleRun> {
  if (await hasRequests()) {
    const { stdout } = await promisify(execFile)('python3', [SAMPLE], {
      env: { ...process.env, DOCKET_SERVER: server, DOCKET_API_KEY: key, NO_PROXY: '127.0.0.1' },
    });
    return { taskUid: stdout.trim(), by: 'python' };
  }
  const answer = await sendRecorded(server, '/api/v1/tasks/', { name: 'Authorization', value: `Bearer ${key}` });
  if (answer.status !== 200) throw new Error(`the sample was answered ${answer.status}: ${answer.body}`);
  return { taskUid: (JSON.parse(answer.body) as { uid: string }).uid, by: 'recorded bytes' };
}

async function hasRequests(): Promise<boolean> {
  try {
    await promisify(execFile)('python3', ['-c', 'import requests']);
    return true;
  } catch {
    return false;
  }
}

/** The request of the sample exactly as python-requests 2.34 puts it on the wire. */
export function sendRecorded(
  server: string,
  path: string,
  authentication: { name: string; value: string },
): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(server);
  const body = JSON.stringify({
    status: 'TODO',
    due_at: '2024-07-12T12:29:16.891000+00:00',
    fields: { title: 'Claim ABC', url: 'https://google.com', partner: 'VIP customer XYZ', integration: 'API' },
  });
  const head = [
    `PATCH ${path} HTTP/1.1`,
    `Host: ${hostname}:${port}`,
    'User-Agent: python-requests/2.34.2',
    'Accept-Encoding: gzip, deflate',
    'Accept: */*',
    'Connection: close',
    `${authentication.name}: ${authentication.value}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Content-Type: application/json',
  ];
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: hostname, port: Number(port) });
    let text = '';
    socket.once('error', reject);
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    socket.once('end', () => {
      const [header = '', answer = ''] = text.split('\r\n\r\n');
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(header)?.[1] ?? 0), body: answer });
    });
    // requests sends the head and the body in two segments.
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    socket.write(body);
  });
}
