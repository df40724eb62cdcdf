import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { connectPreferences } from '../../state/interface-state.ts';
import { connectLanguage } from '../../state/spoken-language.ts';
import { App } from '../app.tsx';
import { fakeBridge } from './fake-bridge.ts';
import { fakeConsoleData } from './fake-console-data.ts';
import { sceneNamed } from './scenes.ts';

/** Every state of the console in a plain browser, without server or Electron: `?scene=offline`. Not part of the product's bundle. */
const root = document.getElementById('root');
if (!root) throw new Error('the page has no #root');
const scene = sceneNamed(new URLSearchParams(location.search).get('scene') ?? 'full');
connectPreferences(localStorage);
// Drawn in the right language from the start. Not awaited at the top: chunks that import this module would wait for it.
void connectLanguage(window).then(() => {
  createRoot(root).render(
    <StrictMode>
      <App
        bridge={fakeBridge(scene)}
        openData={async () => {
          if (scene.openFailure) throw new Error(scene.openFailure);
          return fakeConsoleData(scene);
        }}
      />
    </StrictMode>,
  );
});
