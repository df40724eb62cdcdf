import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { openConsoleData } from './data/open-console-data.ts';
import { docketBridge } from './docket-bridge.ts';
import { connectPreferences } from './state/interface-state.ts';
import { connectLanguage } from './state/spoken-language.ts';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no #root');

const bridge = docketBridge();
connectPreferences(localStorage);
await connectLanguage(window);
createRoot(root).render(
  <StrictMode>
    <App bridge={bridge} openData={(account) => openConsoleData(bridge, account)} />
  </StrictMode>,
);
