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
// Drawn in the right language from the start. Not awaited at the top: chunks that import this module would wait for it.
void connectLanguage(window).then(() => {
  createRoot(root).render(
    <StrictMode>
      <App bridge={bridge} openData={(account, options) => openConsoleData(bridge, account, options)} />
    </StrictMode>,
  );
});
