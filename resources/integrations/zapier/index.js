import zapier from 'zapier-platform-core';
import { app } from './app.js';
import packageJson from './package.json' with { type: 'json' };

/** What `zapier-platform push` uploads: the app, with the versions that Zapier wants to know. */
export default { ...app, version: packageJson.version, platformVersion: zapier.version };
