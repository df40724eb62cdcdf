import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import { Check } from 'typebox/value';
import {
  IPC_CALLS,
  IPC_EVENTS,
  type IpcCall,
  type IpcEvent,
  type IpcEventPayload,
  type IpcParameters,
  type IpcResult,
} from '../../src-shared/ipc/contract.ts';
import { APP_PAGE, appPageOf, MINI_PAGE } from './app-origin.ts';

export type IpcHandlers = { [Call in IpcCall]: (parameters: IpcParameters<Call>) => Promise<IpcResult<Call>> };

/** The one place that takes calls from the page: sender, parameters and result are checked against the contract. */
export function registerIpc(ipcMain: IpcMain, handlers: IpcHandlers, reportFailure: (call: IpcCall, error: unknown) => void): void {
  for (const call of Object.keys(IPC_CALLS) as IpcCall[]) {
    ipcMain.handle(call, async (event, parameters: unknown) => {
      if (!mayCall(event, call)) throw new Error('This page may not call the console.');
      return answerCall(call, parameters, handlers, reportFailure);
    });
  }
}

/** Carries out one call. What is thrown to the page never carries internals: those go to `reportFailure`. */
async function answerCall<Call extends IpcCall>(
  call: Call,
  parameters: unknown,
  handlers: IpcHandlers,
  reportFailure: (call: IpcCall, error: unknown) => void,
): Promise<IpcResult<Call>> {
  if (!isParametersOf(call, parameters)) throw new Error(`The parameters of ${call} do not follow the contract.`);
  let result: IpcResult<Call>;
  try {
    result = await handlers[call](parameters);
  } catch (error) {
    reportFailure(call, error);
    throw new Error(`${call} failed.`);
  }
  if (!Check(IPC_CALLS[call].result, result)) {
    reportFailure(call, new Error('the result does not follow the contract'));
    throw new Error(`${call} failed.`);
  }
  return result;
}

/** Tells the page something unasked; nothing when there is no page. */
export function emitIpc<Event extends IpcEvent>(contents: WebContents | null, event: Event, payload: IpcEventPayload<Event>): void {
  if (!Check(IPC_EVENTS[event], payload)) throw new Error(`${event} does not follow the contract`);
  if (contents && !contents.isDestroyed()) contents.send(event, payload);
}

function isParametersOf<Call extends IpcCall>(call: Call, parameters: unknown): parameters is IpcParameters<Call> {
  return Check(IPC_CALLS[call].parameters, parameters);
}

/** All that the floating player may ask for. */
const MINI_CALLS: ReadonlySet<IpcCall> = new Set(['mini.get', 'mini.run', 'mini.close']);

/** Only the main frame of the console's own pages; a frame that is gone has no `senderFrame`. */
function mayCall(event: IpcMainInvokeEvent, call: IpcCall): boolean {
  const frame = event.senderFrame;
  if (frame === null || frame.parent !== null) return false;
  switch (appPageOf(frame.url)) {
    case APP_PAGE:
      return true;
    case MINI_PAGE:
      return MINI_CALLS.has(call);
    default:
      return false;
  }
}
