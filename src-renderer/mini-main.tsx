import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { MiniPlayer } from './app/mini/mini-player.tsx';
import { docketBridge } from './docket-bridge.ts';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no #root');

createRoot(root).render(
  <StrictMode>
    <MiniPlayer bridge={docketBridge()} />
  </StrictMode>,
);
