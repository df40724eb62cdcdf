import net from 'node:net';
import { describe, expect, test } from 'vitest';
import { choosePort, connectableUrl, serverEnvironment, startServer } from './start-server.mjs';

const script = (code) => [process.execPath, '-e', code];

describe('the server that npm start starts', () => {
  test('is ready when it says where it listens', async () => {
    const server = startServer(process.env, script("console.log('x'); console.log('listening on http://0.0.0.0:4711')"));
    expect(await server.listens).toBe('http://127.0.0.1:4711');
    await server.exited;
  });

  test('that ends before it is ready is reported with its last lines', async () => {
    const server = startServer(process.env, script("console.error('DOCKET_PORT is no number'); process.exit(2)"));
    await expect(server.listens).rejects.toThrow(/ended with code 2 before it was ready:\n {4}DOCKET_PORT is no number/);
  });

  test('does not get the variables of the console, and those that fix a setting only from the user', () => {
    const environment = { DOCKET_CONSOLE_SERVER: 'x', DOCKET_HOST: '::1', HOME: '/h' };
    const own = { DOCKET_PORT: '0' };
    expect(serverEnvironment(environment, own)).toEqual({ DOCKET_HOST: '::1', HOME: '/h', DOCKET_PORT: '0' });
    expect(serverEnvironment({ DOCKET_LOG_LEVEL: 'debug' }, own).DOCKET_LOG_LEVEL).toBe('debug');
  });

  test('gets the port that the user chose, and any free one instead of 4600 when that is taken', async () => {
    expect(await choosePort({ DOCKET_PORT: '4700' })).toBe('4700');
    const blocker = net.createServer();
    const isMine = await new Promise((resolve) => {
      // Whoever holds the port, it is taken: that is all that this test needs.
      blocker.once('error', () => resolve(false));
      blocker.listen(4600, '127.0.0.1', () => resolve(true));
    });
    expect(await choosePort({})).toBe('0');
    if (isMine) await new Promise((resolve) => blocker.close(resolve));
  });

  test('is reached over loopback when it listens on all addresses', () => {
    expect(connectableUrl('http://[::]:4600')).toBe('http://[::1]:4600');
    expect(connectableUrl('https://192.0.2.7:443/')).toBe('https://192.0.2.7');
  });
});
