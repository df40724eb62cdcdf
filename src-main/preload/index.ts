import { contextBridge, ipcRenderer } from 'electron';
import type { DocketBridge } from '../../src-shared/ipc/contract.ts';
import { IPC_CALL_NAMES, IPC_EVENT_NAMES } from '../../src-shared/ipc/names.ts';

const bridge: DocketBridge = {
  call: (call, parameters) => {
    if (!IPC_CALL_NAMES.includes(call)) return Promise.reject(new Error(`There is no call ${call}.`));
    return ipcRenderer.invoke(call, parameters);
  },
  on: (event, listener) => {
    if (!IPC_EVENT_NAMES.includes(event)) throw new Error(`There is no event ${event}.`);
    const forward = (_event: unknown, payload: Parameters<typeof listener>[0]) => listener(payload);
    ipcRenderer.on(event, forward);
    return () => ipcRenderer.off(event, forward);
  },
};

contextBridge.exposeInMainWorld('docket', bridge);
